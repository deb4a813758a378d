import { randomUUID } from 'node:crypto';
import type { DockerConnection } from '../../src/engine/docker/connect.ts';
import { containerConfig } from '../../src/engine/docker/containerConfig.ts';
import { DockerHost } from '../../src/engine/hosts/dockerHost.ts';
import { resolveLimits } from '../../src/engine/limits.ts';
import { encodeRequest } from '../../src/wire/request.ts';

const never = new AbortController().signal;
const DEADLINE = 30_000;

/** A bare `node` that waits. */
export const WAITS = ['node', '-e', 'process.stdin.resume()'];

/** The image's own entrypoint with a call that nobody has to send, and whose answer nobody reads. */
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
  connection: DockerConnection,
  image: string,
  entrypoint: readonly string[],
  toTheEnd: boolean,
): Promise<void> {
  const options = { Entrypoint: entrypoint };
  const limits = resolveLimits();
  const host = new DockerHost(connection, '', () =>
    containerConfig({ image, labels: {}, limits, baseDir: '/', options }),
  );
  const name = `hoosegow-bench-${randomUUID()}`;
  const jail = await host.create({ name, lifetime: DEADLINE, image });
  try {
    await jail.start(never);
    const container = connection.docker.getContainer(jail.id);
    if (toTheEnd) await container.wait({ abortSignal: AbortSignal.timeout(DEADLINE) });
  } finally {
    await host.remove(name);
  }
}

function octal(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
}
