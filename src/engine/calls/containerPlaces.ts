import { HoosegowError, toError } from '../errors/errors.ts';

/** No place for a container that would wait: dispatches, or waiting containers of others, have them all. */
export class NoPlaceError extends HoosegowError {
  override name = 'NoPlaceError';
  override readonly code = 'HOOSEGOW_NO_PLACE';
  constructor(places: number) {
    super(
      `no container can wait: the engine has as many as it may, ${places} (option containers), for dispatches and other inmates`,
    );
  }
}

/** Bounds how many containers there are, from before each is made until it is removed, and counts them. */
export class ContainerPlaces {
  readonly places: number;
  /** Called when a place is waited for: removes a container that waits for a dispatch. @returns its name */
  makeRoom: () => string | undefined = () => undefined;
  readonly #taken = new Set<string>();
  readonly #waiting = new Map<string, () => void>();
  /** Containers that are about to make room. */
  readonly #leaving = new Set<string>();
  #created = 0;

  constructor(places: number) {
    this.places = places;
  }

  /** How many there are, those that are being made or removed included. */
  get taken(): number {
    return this.#taken.size;
  }

  /** How many were made so far. */
  get created(): number {
    return this.#created;
  }

  /** @throws {NoPlaceError} where none is free, or others wait for one */
  takeAtOnce(name: string): void {
    if (this.#taken.size >= this.places || this.#waiting.size > 0) throw new NoPlaceError(this.places);
    this.#taken.add(name);
  }

  /** Waits for a place. @throws the signal's reason */
  async take(name: string, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#taken.size < this.places && this.#waiting.size === 0) this.#taken.add(name);
    else await this.#wait(name, signal);
  }

  /** Counts a container that is about to be made. */
  create(): void {
    this.#created++;
  }

  /** Frees the place of a container that is gone; does nothing where it had none. */
  giveBack(name: string): void {
    if (!this.#taken.delete(name)) return;
    this.#leaving.delete(name);
    for (const [next, enter] of this.#waiting) {
      if (this.#taken.size >= this.places) break;
      this.#waiting.delete(next);
      this.#taken.add(next);
      enter();
    }
  }

  /** Asks for as much room as is waited for. To be called when there may be a container to remove. */
  press(): void {
    while (this.#leaving.size < this.#waiting.size) {
      const leaving = this.makeRoom();
      if (leaving === undefined) return;
      this.#leaving.add(leaving);
    }
  }

  #wait(name: string, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#waiting.delete(name);
        reject(toError(signal.reason));
      };
      signal.addEventListener('abort', leave, { once: true });
      this.#waiting.set(name, () => {
        signal.removeEventListener('abort', leave);
        resolve();
      });
      this.press();
    });
  }
}
