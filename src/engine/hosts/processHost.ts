import type { ContainerHost, Jail, JailSpec } from '../containerHost.ts';
import { ProcessJail } from './processJail.ts';

/**
 * Runs an inmate as a child process of this one, through the same entrypoint as in a container. Nothing is isolated and
 * no limit but time and output holds: for developing one's own inmates only.
 */
export class ProcessHost implements ContainerHost {
  readonly kind = 'process';
  readonly limitsMemory = false;
  readonly endpoint = null;
  readonly isolation = 'none: the inmate runs with all rights of this user';
  readonly #inmateFile: string;
  readonly #jails = new Map<string, ProcessJail>();

  /** @param inmateFile absolute path of the inmate's module */
  constructor(inmateFile: string) {
    this.#inmateFile = inmateFile;
  }

  create(spec: JailSpec): Promise<Jail> {
    const jail = new ProcessJail(spec.name, this.#inmateFile);
    this.#jails.set(spec.name, jail);
    return Promise.resolve(jail);
  }

  async remove(name: string): Promise<void> {
    const jail = this.#jails.get(name);
    this.#jails.delete(name);
    await jail?.kill();
  }
}
