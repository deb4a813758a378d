import { randomUUID } from 'node:crypto';
import { containerConfig } from '../support/containerConfig.ts';
import { resolveLimits } from '../../src/engine/options/limits.ts';
import { encodeRequest } from '../../src/wire/request.ts';
import type { DaemonHttp } from './daemonHttp.ts';

/** A bare `node` that waits. */
export const WAITS = ['node', '-e', 'process.stdin.resume()'];

/** The image's own entrypoint, with a call that nobody has to send and whose answer nobody reads. */
export const CALLS_ITSELF = [
  '/bin/sh',
  '-c',
  `printf '${octal(encodeRequest('echo', [1]))}' | /bin/sh /hoosegow/bin/hoosegow`,
];

/**
 * Creates a container with the flags of a dispatch, starts it and removes it: the calls that no dispatch can do without.
 *
 * @param toTheEnd whether it is left to end by itself
 */
export async function rawRun(
  daemon: DaemonHttp,
  image: string,
  command: readonly string[],
  toTheEnd: boolean,
): Promise<void> {
  const name = `hoosegow-bench-${randomUUID()}`;
  const config = containerConfig({ image, labels: {}, limits: resolveLimits(), baseDir: '/' });
  await daemon.call('POST', `/containers/create?name=${name}`, { ...config, Entrypoint: command });
  try {
    await daemon.call('POST', `/containers/${name}/start`);
    if (toTheEnd) await daemon.call('POST', `/containers/${name}/wait`);
  } finally {
    await daemon.call('DELETE', `/containers/${name}?force=1&v=1`);
  }
}

/** For `printf`, whatever the bytes. */
function octal(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
}
