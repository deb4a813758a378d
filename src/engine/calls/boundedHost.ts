import type { ContainerHost, Jail, JailSpec, Removal } from '../hosts/containerHost.ts';
import type { ContainerPlaces } from './containerPlaces.ts';

/** A container host with no more containers than there are places. */
export class BoundedHost implements ContainerHost {
  readonly kind: ContainerHost['kind'];
  readonly endpoint: string | null;
  readonly limitsMemory: boolean;
  readonly isolation: string;
  readonly #host: ContainerHost;
  readonly #places: ContainerPlaces;

  constructor(host: ContainerHost, places: ContainerPlaces) {
    this.kind = host.kind;
    this.endpoint = host.endpoint;
    this.limitsMemory = host.limitsMemory;
    this.isolation = host.isolation;
    this.#host = host;
    this.#places = places;
  }

  async reserve(spec: JailSpec, signal: AbortSignal): Promise<void> {
    const { name, waits } = spec;
    await this.#host.reserve?.(spec, signal);
    if (waits === true) this.#places.takeAtOnce(name);
    else await this.#places.take(name, signal);
  }

  async create(spec: JailSpec): Promise<Jail> {
    this.#places.create();
    return this.#host.create(spec);
  }

  /** A container that could not be removed frees its place too: the sweep removes it; others would wait for ever. */
  async remove(name: string, isKilled = false): Promise<Removal> {
    try {
      return await this.#host.remove(name, isKilled);
    } finally {
      this.#places.giveBack(name);
    }
  }
}
