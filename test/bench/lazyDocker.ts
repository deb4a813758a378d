import { connectTo } from '../support/rig/connect.ts';
import { startRig } from '../support/dockerRig.ts';
import type { BenchDocker } from './figure.ts';

/** The Docker of a run, started when the first bench asks for it. */
export class LazyDocker implements AsyncDisposable {
  #rig: ReturnType<typeof startRig> | undefined;

  async get(): Promise<BenchDocker> {
    this.#rig ??= startRig();
    return (await this.#rig).docker;
  }

  /** The daemon's version; `null` where no bench asked for it. */
  async version(): Promise<string | null> {
    if (!this.#rig) return null;
    return (await connectTo((await this.#rig).docker.host).version()).Version;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await (await this.#rig)?.stop();
  }
}
