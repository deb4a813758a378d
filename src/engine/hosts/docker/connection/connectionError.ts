import { codeOf } from '../../../../wire/thrown.ts';
import { EngineError } from '../../../errors/errors.ts';
import { CommandError } from '../endpoint/commandSocket.ts';
import type { DockerEndpoint } from '../endpoint/endpointTypes.ts';

/**
 * Says what an error of the connection means, and what to do about it.
 *
 * @param engine its name, if known already
 */
export function explainConnectionError(
  error: Error,
  endpoint: DockerEndpoint,
  phase: string,
  engine: string,
): EngineError {
  const { url, source } = endpoint;
  return new EngineError(`${reasonOf(error, endpoint, nameOf(engine, url))} (${url}, chosen by ${source})`, phase, {
    cause: error,
  });
}

/** An engine that has not answered yet may be recognised by its address, such as `/run/podman/podman.sock`. */
function nameOf(engine: string, url: string): string {
  return engine === 'Docker' && /podman/i.test(url) ? 'Podman' : engine;
}

function reasonOf(error: Error, { connection }: DockerEndpoint, engine: string): string {
  if (error instanceof CommandError) return sshReason(error);
  const code = codeOf(error) ?? '';
  switch (code) {
    case 'ENOENT':
      return connection.kind === 'ssh'
        ? `there is no ssh command on the PATH to reach ${engine} with`
        : `there is no ${engine} socket: is ${engine} running?`;
    case 'EACCES':
    case 'EPERM':
      if (engine === 'Podman') {
        return 'no permission to use the Podman socket: the one of root is for root alone; start your own (systemctl --user start podman.socket)';
      }
      return `no permission to use the ${engine} socket: add yourself to its group (sudo usermod -aG docker $USER, then log in again)`;
    case 'ECONNREFUSED':
      return `nothing listens there: is ${engine} running?`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `the host of ${engine} has no address: is its name right?`;
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EHOSTDOWN':
      return `the host of ${engine} cannot be reached`;
    case 'ECONNRESET':
    case 'EPIPE':
    case 'ECONNABORTED':
      return `the connection to ${engine} broke: was it stopped, or does it want TLS?`;
    default:
      return tlsReason(code, error, engine) ?? `the connection to ${engine} failed: ${error.message}`;
  }
}

function tlsReason(code: string, error: Error, engine: string): string | undefined {
  if (code === 'CERT_HAS_EXPIRED') return `the certificate of ${engine} has expired`;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return `the certificate of ${engine} is for another host: ${error.message}`;
  if (/SELF_SIGNED|UNABLE_TO_(VERIFY|GET)|CERT_UNTRUSTED/.test(code)) {
    return `the certificate of ${engine} is not signed by the authority in ca.pem (${code})`;
  }
  if (code === 'EPROTO' || /^ERR_(SSL|TLS|OSSL)/.test(code)) {
    return `TLS with ${engine} failed: does that port speak TLS, and does ${engine} take this cert.pem? ${error.message.trim()}`;
  }
  if (code.startsWith('HPE_')) return `what listens there does not speak HTTP: is it ${engine}, and does it want TLS?`;
  return undefined;
}

function sshReason({ stderr, message }: CommandError): string {
  if (/Permission denied|Too many authentication/.test(stderr)) {
    return `ssh was not let in without asking: load your key into an agent, and try the ssh command by hand. ${message}`;
  }
  if (/Host key verification failed/.test(stderr)) {
    return `ssh does not know the host's key: log in there once by hand. ${message}`;
  }
  if (/not found|no such file/i.test(stderr)) {
    return `docker was not found on the remote host, or it has no dial-stdio (Docker 18.09 or newer). ${message}`;
  }
  return message === '' ? 'ssh failed' : message;
}
