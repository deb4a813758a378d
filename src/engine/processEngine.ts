import type { Engine, Venue } from './engine.ts';
import { UsageError } from './errors.ts';
import { ProcessHost } from './hosts/processHost.ts';
import { findInmateFile } from './methods/inmateFile.ts';
import { SourceCheck } from './methods/sourceCheck.ts';
import type { HoosegowOptions } from './options.ts';

/** Runs inmates as child processes: no container, no image, nothing to clean up. */
export class ProcessEngine implements Engine {
  readonly #inmateDir: string;
  readonly #check: SourceCheck;

  constructor({ inmateDir }: HoosegowOptions) {
    if (inmateDir === undefined) throw new UsageError('the process engine runs an inmate folder, not an image');
    this.#inmateDir = inmateDir;
    this.#check = new SourceCheck(inmateDir);
  }

  async venue(): Promise<Venue> {
    const { path } = await findInmateFile(this.#inmateDir);
    await this.#check.refuseUnrunnable({ engine: 'process' });
    return { host: new ProcessHost(path), image: null, prepareImage: () => Promise.resolve() };
  }

  sweep(): Promise<readonly string[]> {
    return Promise.resolve([]);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
