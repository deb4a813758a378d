/** Something that `dispose` releases. */
export interface Disposable {
  dispose(): unknown;
}

/** Owns disposables and disposes of them with itself, last one first. One added afterwards is disposed of at once. */
export class Lifetime implements Disposable {
  #owned: Disposable[] | undefined = [];

  add<T extends Disposable>(disposable: T): T {
    if (this.#owned) this.#owned.push(disposable);
    else disposable.dispose();
    return disposable;
  }

  get ended(): boolean {
    return this.#owned === undefined;
  }

  dispose(): void {
    const owned = this.#owned ?? [];
    this.#owned = undefined;
    for (const disposable of owned.toReversed()) disposable.dispose();
  }
}
