/** Characters of one log that are kept. */
const MAX = 4 * 1024 * 1024;

/** What the last build of each inmate printed, in this window. */
export class BuildLogs {
  readonly #logs = new Map<string, string>();
  /** Inmates whose next output is of another build. */
  readonly #ended = new Set<string>();

  add(inmateDir: string, text: string): void {
    const before = this.#ended.delete(inmateDir) ? '' : (this.#logs.get(inmateDir) ?? '');
    this.#logs.set(inmateDir, (before + text).slice(-MAX));
  }

  /** From here on a build is another one; without one, the last log stays. */
  begin(inmateDir: string): void {
    this.#ended.add(inmateDir);
  }

  find(inmateDir: string): string | undefined {
    return this.#logs.get(inmateDir);
  }
}
