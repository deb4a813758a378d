import { randomUUID } from 'node:crypto';
import { containerConfig } from '../../src/engine/docker/containerConfig.ts';
import { connectDocker, type DockerConnection } from '../../src/engine/docker/connect.ts';
import { resolveEndpoint } from '../../src/engine/docker/endpoint.ts';
import type { JailStreams } from '../../src/engine/containerHost.ts';
import { DockerHost } from '../../src/engine/hosts/dockerHost.ts';
import { resolveLimits } from '../../src/engine/limits.ts';

const never = new AbortController().signal;

/** A bare `node` that says back the first thing that it hears. */
const ECHO = ['node', '-e', 'process.stdin.once("data", (data) => process.stdout.write(data))'];

export async function connectTo(host: string): Promise<DockerConnection> {
  const connection = connectDocker(await resolveEndpoint({ host }, { env: {}, home: '/', platform: process.platform }));
  await connection.ready();
  return connection;
}

/** A container with the flags of a dispatch and nothing of ours in it: what there is to be reached. */
export class RawContainer implements AsyncDisposable {
  readonly #streams: JailStreams;
  readonly #heard: { call: () => void };
  readonly #remove: () => Promise<void>;

  private constructor(streams: JailStreams, heard: { call: () => void }, remove: () => Promise<void>) {
    this.#streams = streams;
    this.#heard = heard;
    this.#remove = remove;
  }

  /** Created, attached and started. */
  static async start(connection: DockerConnection, image: string): Promise<RawContainer> {
    const configure = () =>
      containerConfig({ image, labels: {}, limits: resolveLimits(), baseDir: '/', options: { Entrypoint: ECHO } });
    const host = new DockerHost(connection, '', configure);
    const name = `hoosegow-bench-${randomUUID()}`;
    const jail = await host.create({ name, lifetime: 60_000, image });
    const heard = { call: (): void => undefined };
    const streams = await jail.attach({ bytes: () => heard.call() }, never);
    await jail.start(never);
    const remove = async () => {
      await host.remove(name);
      jail.close();
    };
    return new RawContainer(streams, heard, remove);
  }

  /** Writes, and waits for what comes back. */
  async ask(request: Uint8Array): Promise<void> {
    const answered = new Promise<void>((resolve) => (this.#heard.call = resolve));
    this.#streams.write(request);
    await answered;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#remove();
  }
}
