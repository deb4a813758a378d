import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noTemporaryPlace } from '../../../recording/errors.ts';
import type { ContainerHost, Jail, JailSpec, Removal } from '../containerHost.ts';
import { EngineError } from '../../errors/errors.ts';
import type { InmateEnv } from '../../options/inmateEnv.ts';
import { ProcessJail } from './processJail.ts';

/**
 * Runs an inmate as a child process of this one, through the same entrypoint as in a container. Nothing is isolated,
 * and no limits but time and output are enforced: only for developing one's own inmates.
 */
export class ProcessHost implements ContainerHost {
  readonly kind = 'process';
  readonly limitsMemory = false;
  readonly endpoint = null;
  readonly isolation = 'none: the inmate runs with all rights of this user';
  readonly #inmateFile: string;
  readonly #env: InmateEnv;
  readonly #jails = new Map<string, { readonly jail: ProcessJail; readonly tmp: string }>();

  /**
   * @param inmateFile absolute path of the inmate's module
   * @param env further variables of the inmate's environment
   */
  constructor(inmateFile: string, env: InmateEnv = {}) {
    this.#inmateFile = inmateFile;
    this.#env = env;
  }

  async create(spec: JailSpec): Promise<Jail> {
    // A folder of its own for temporary files, so that none of them stay, however the process ends.
    const tmp = await makeFolder(tmpdir());
    const jail = new ProcessJail(spec.name, this.#inmateFile, tmp, this.#env);
    this.#jails.set(spec.name, { jail, tmp });
    return jail;
  }

  async remove(name: string): Promise<Removal> {
    const entry = this.#jails.get(name);
    if (!entry) return 'gone';
    await entry.jail.kill();
    await rm(entry.tmp, { recursive: true, force: true, maxRetries: 3 });
    this.#jails.delete(name);
    return 'removed';
  }
}

async function makeFolder(place: string): Promise<string> {
  try {
    return await mkdtemp(join(place, 'hoosegow-process-'));
  } catch (error) {
    throw new EngineError(noTemporaryPlace(place, error).message, 'create', { cause: error });
  }
}
