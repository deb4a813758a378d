import { isIPv6 } from 'node:net';
import { UsageError } from '../../../errors/errors.ts';

/** A parsed `DOCKER_HOST`. */
export type DockerAddress =
  | { readonly kind: 'socket'; readonly url: string; readonly socketPath: string }
  | {
      readonly kind: 'tcp';
      readonly url: string;
      readonly host: string;
      readonly port: number | undefined;
      /** `undefined` where the scheme leaves it open (`tcp:`). */
      readonly tls: boolean | undefined;
    }
  | { readonly kind: 'ssh'; readonly url: string; readonly args: readonly string[] };

const FORMS =
  'allowed are unix:///path/docker.sock, npipe:////./pipe/name (Windows), tcp://host:port, https://host:port, ssh://user@host';

// Names go into a command line of ssh and, by the user's own ssh configuration, perhaps into a shell (`ProxyCommand`).
const HOST_NAME = /^[A-Za-z0-9_](?:[A-Za-z0-9._-]*)$/;
const USER_NAME = /^[A-Za-z0-9_][A-Za-z0-9._@+\\-]*\$?$/;
// The remote user's shell reads it.
const REMOTE_SOCKET = /^\/[A-Za-z0-9._/-]+$/;
const AUTHORITY = /^(?:([^@/]*)@)?(\[[^\]/]*\]|[^:/@[\]]*)(?::([^/]*))?(\/.*)?$/;

/** Parses the address of a daemon as in `DOCKER_HOST`; a `UsageError` names the allowed forms. */
export function parseDockerUrl(text: string, platform: NodeJS.Platform): DockerAddress {
  const split = /^([A-Za-z][A-Za-z0-9+.-]*):\/\/(.*)$/s.exec(text.trim());
  const scheme = split?.[1]?.toLowerCase() ?? 'tcp';
  const rest = split?.[2] ?? text.trim();
  if (!split && (rest === '' || rest.startsWith('/'))) throw bad(text, 'it has no scheme');
  switch (scheme) {
    case 'unix':
      if (platform === 'win32') throw bad(text, 'Windows has no unix sockets for Docker');
      if (!rest.startsWith('/') || rest.includes('\0')) throw bad(text, 'the path of the socket must be absolute');
      return { kind: 'socket', url: `unix://${rest}`, socketPath: rest };
    case 'npipe':
      return namedPipe(text, rest, platform);
    case 'tcp':
    case 'http':
    case 'https':
      return tcp(text, scheme, rest);
    case 'ssh':
      return ssh(text, rest);
    default:
      throw bad(text, `"${scheme}:" is not a way to reach Docker`);
  }
}

function namedPipe(text: string, rest: string, platform: NodeJS.Platform): DockerAddress {
  if (platform !== 'win32') throw bad(text, 'named pipes exist only on Windows');
  const path = rest.replaceAll('\\', '/');
  if (!/^\/\/[^/]+\/pipe\/[^/]+$/i.test(path)) throw bad(text, 'it is not the path of a named pipe');
  return { kind: 'socket', url: `npipe://${path}`, socketPath: path };
}

function tcp(text: string, scheme: 'tcp' | 'http' | 'https', rest: string): DockerAddress {
  const { user, host, port, path } = authority(text, rest);
  if (user !== undefined) throw bad(text, 'Docker knows no user names here');
  if (path !== undefined && path !== '/') throw bad(text, 'a path has no meaning here');
  const name = host === '' ? '127.0.0.1' : host;
  return {
    kind: 'tcp',
    url: `${scheme}://${bracketed(name)}${port === undefined ? '' : `:${port}`}`,
    host: name,
    port,
    tls: scheme === 'tcp' ? undefined : scheme === 'https',
  };
}

function ssh(text: string, rest: string): DockerAddress {
  const { user, host, port, path } = authority(text, rest);
  if (host === '') throw bad(text, 'the host is missing');
  if (user?.includes(':')) throw bad(text, 'a password does not belong into an address; use a key');
  if (user !== undefined && !USER_NAME.test(user)) throw bad(text, `"${user}" is not a user name`);
  const socket = path === undefined || path === '/' ? undefined : path;
  if (socket !== undefined && !REMOTE_SOCKET.test(socket)) throw bad(text, `"${socket}" is not a path of a socket`);
  const args = ['-T', '-o', 'BatchMode=yes', '-o', 'ConnectTimeout=15'];
  if (user !== undefined) args.push('-l', user);
  if (port !== undefined) args.push('-p', `${port}`);
  args.push('--', host, 'docker');
  if (socket !== undefined) args.push('--host', `unix://${socket}`);
  args.push('system', 'dial-stdio');
  const url = `ssh://${user === undefined ? '' : `${user}@`}${bracketed(host)}${port === undefined ? '' : `:${port}`}${socket ?? ''}`;
  return { kind: 'ssh', url, args };
}

function authority(text: string, rest: string) {
  const match = AUTHORITY.exec(rest);
  if (!match) throw bad(text, 'it is no host and port');
  const [, user, hostPart = '', portPart, path] = match;
  const host = hostPart.replace(/^\[(.*)\]$/, '$1');
  const bracketedHost = host !== hostPart;
  if (bracketedHost ? !isIPv6(host) : host !== '' && !HOST_NAME.test(host))
    throw bad(text, `"${host}" is no host name`);
  return { user, host, port: parsePort(text, portPart), path };
}

function parsePort(text: string, part: string | undefined): number | undefined {
  if (part === undefined) return undefined;
  const port = /^\d{1,5}$/.test(part) ? Number(part) : 0;
  if (port < 1 || port > 65535) throw bad(text, `"${part}" is not a port`);
  return port;
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

function bad(text: string, why: string): UsageError {
  return new UsageError(
    `${JSON.stringify(withoutPassword(text))} is not an address of a Docker daemon: ${why}; ${FORMS}`,
  );
}

function withoutPassword(text: string): string {
  return text.replace(/(:\/\/[^@/:]*):[^@/]*@/, '$1:…@');
}
