import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { containerConfig } from '../support/containerConfig.ts';
import { resolveLimits } from '../../src/engine/options/limits.ts';
import { DaemonHttp } from './daemonHttp.ts';

/** A bare `node` that says back the first thing that it hears. */
const ECHO = ['node', '-e', 'process.stdin.once("data", (data) => process.stdout.write(data))'];

/** A container with the flags of a dispatch, and nothing of ours in it or before it: what there is to be reached. */
export class RawContainer implements AsyncDisposable {
  readonly #daemon: DaemonHttp;
  readonly #path: string;
  readonly #stream: Socket;

  private constructor(daemon: DaemonHttp, path: string, stream: Socket) {
    this.#daemon = daemon;
    this.#path = path;
    this.#stream = stream;
  }

  /**
   * Created, attached and started.
   *
   * @param host address as in `DOCKER_HOST`
   * @param command what it runs; `null`: what its image says
   */
  static async start(host: string, image: string, command: readonly string[] | null = ECHO): Promise<RawContainer> {
    const daemon = new DaemonHttp(host);
    const path = `/containers/hoosegow-bench-${randomUUID()}`;
    const config = containerConfig({ image, labels: {}, limits: resolveLimits(), baseDir: '/' });
    const name = path.slice('/containers/'.length);
    await daemon.call('POST', `/containers/create?name=${name}`, {
      ...config,
      ...(command && { Entrypoint: command }),
    });
    const stream = await daemon.upgrade(`${path}/attach?stream=1&stdin=1&stdout=1&stderr=1`);
    await daemon.call('POST', `${path}/start`);
    return new RawContainer(daemon, path, stream);
  }

  /** Writes, and waits for what comes back. */
  async ask(request: Uint8Array): Promise<void> {
    const answered = once(this.#stream, 'data');
    this.#stream.write(request);
    await answered;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#daemon.call('DELETE', `${this.#path}?force=1&v=1`);
    this.#stream.destroy();
  }
}
