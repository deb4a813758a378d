import { EngineError, UsageError } from '../../../errors/errors.ts';
import type { DockerOptions } from '../../../options/options.ts';
import { currentContext, dockerConfigDir, readContext } from './contexts.ts';
import { parseDockerUrl, type DockerAddress } from './dockerUrl.ts';
import { nonEmpty, type DockerEndpoint, type EndpointSurroundings, type EndpointTls } from './endpointTypes.ts';
import { readTlsFiles } from './tlsFiles.ts';
import { firstUsableSocket, usualSockets } from './usualSockets.ts';

/**
 * Finds the Docker daemon in the Docker CLI's own order: the options, `DOCKER_HOST`, `DOCKER_CONTEXT`, the current
 * context of the CLI's configuration, then the sockets that Docker, Docker Desktop, Podman and Colima usually open.
 * Throws a `UsageError` for an invalid address or context, an `EngineError` where no daemon is found.
 */
export async function resolveEndpoint(
  options: DockerOptions,
  surroundings: EndpointSurroundings,
  sockets: readonly string[] = usualSockets(surroundings),
): Promise<DockerEndpoint> {
  const { env, platform } = surroundings;
  if (options.host && options.context) throw new UsageError('name either a Docker host or a context, not both');
  if (options.certPath && !options.host)
    throw new UsageError('a folder of certificates needs the Docker host that it is for');
  if (options.host) {
    return atAddress(options.host, 'host option', surroundings, () => hostTls(options.certPath, surroundings));
  }
  if (options.context && options.context !== 'default') {
    return atContext(options.context, 'option', surroundings);
  }
  if (env['DOCKER_HOST']) {
    return atAddress(env['DOCKER_HOST'], 'DOCKER_HOST', surroundings, () => hostTls(undefined, surroundings));
  }
  if (options.context === undefined) {
    const [name, rule] = env['DOCKER_CONTEXT']
      ? [env['DOCKER_CONTEXT'], 'DOCKER_CONTEXT']
      : [await currentContext(dockerConfigDir(surroundings)), 'current context'];
    if (name && name !== 'default') return atContext(name, rule, surroundings);
  }
  const socketPath = await firstUsableSocket(sockets);
  if (socketPath === undefined) {
    throw new EngineError(
      `no Docker found: none of ${sockets.join(', ')} exists; start Docker (or Podman, Colima), or set DOCKER_HOST`,
      'connect',
    );
  }
  const url = `${platform === 'win32' ? 'npipe' : 'unix'}://${socketPath}`;
  return { url, source: 'usual socket', connection: { kind: 'socket', socketPath } };
}

async function atContext(name: string, rule: string, surroundings: EndpointSurroundings): Promise<DockerEndpoint> {
  const { host, tls } = await readContext(dockerConfigDir(surroundings), name);
  return atAddress(host, `context ${JSON.stringify(name)} (${rule})`, surroundings, () => Promise.resolve(tls));
}

async function atAddress(
  text: string,
  source: string,
  { platform }: EndpointSurroundings,
  findTls: () => Promise<EndpointTls | undefined>,
): Promise<DockerEndpoint> {
  const address = parse(text, source, platform);
  if (address.kind === 'socket') {
    return { url: address.url, source, connection: { kind: 'socket', socketPath: address.socketPath } };
  }
  if (address.kind === 'ssh') return { url: address.url, source, connection: { kind: 'ssh', args: address.args } };
  const found = address.tls === false ? undefined : await findTls();
  const tls = found ?? (address.tls ? { verify: true } : undefined);
  const port = address.port ?? (tls ? 2376 : 2375);
  const url = address.port === undefined ? `${address.url}:${port}` : address.url;
  return { url, source, connection: { kind: 'tcp', host: address.host, port, tls } };
}

function parse(text: string, source: string, platform: NodeJS.Platform): DockerAddress {
  try {
    return parseDockerUrl(text, platform);
  } catch (error) {
    if (error instanceof UsageError) throw new UsageError(`${error.message} (given by: ${source})`, { cause: error });
    throw error;
  }
}

/** TLS for a host that is named directly: the given folder, or as the Docker CLI's variables say. */
async function hostTls(
  certPath: string | undefined,
  surroundings: EndpointSurroundings,
): Promise<EndpointTls | undefined> {
  const { DOCKER_TLS_VERIFY: verify, DOCKER_TLS: unverified, DOCKER_CERT_PATH: envPath } = surroundings.env;
  if (!certPath && !verify && !unverified) return undefined;
  const named = nonEmpty(certPath) ?? nonEmpty(envPath);
  const folder = named ?? dockerConfigDir(surroundings);
  const files = await readTlsFiles(folder);
  if (!files && named !== undefined) {
    throw new EngineError(`${folder} has no ca.pem, cert.pem or key.pem for a TLS connection to Docker`, 'connect');
  }
  return { ...files, verify: Boolean(certPath) || Boolean(verify) };
}
