import Docker from 'dockerode';

/** A client for an address as in `DOCKER_HOST`. */
export function connectTo(address: string): Docker {
  const url = new URL(address);
  // Without `host: undefined` a DOCKER_HOST in the environment overrides the socket that is given here.
  if (url.protocol === 'unix:') return new Docker({ host: undefined, socketPath: url.pathname });
  if (url.protocol === 'npipe:') return new Docker({ host: undefined, socketPath: address.slice('npipe://'.length) });
  if (url.protocol === 'tcp:' || url.protocol === 'http:') {
    return new Docker({ host: url.hostname, port: url.port === '' ? 2375 : url.port, protocol: 'http' });
  }
  throw new Error(`the tests cannot look at a Docker at ${address}: use a socket or tcp:// without TLS`);
}
