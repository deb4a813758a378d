/** JSON that does not have the required form. */
export class ShapeError extends TypeError {
  override name = 'ShapeError';
}

/** Reads the members of a JSON object from an untrusted source, each by the type it must have. */
export class Members {
  readonly #members: ReadonlyMap<string, unknown>;
  readonly #name: string;

  /**
   * @param json what `JSON.parse` gave
   * @param name how messages call the object
   * @throws ShapeError where it is not an object; the other methods where a member is not as asked
   */
  constructor(json: unknown, name: string) {
    if (typeof json !== 'object' || json === null || Array.isArray(json))
      throw new ShapeError(`${name} is not an object`);
    this.#members = new Map<string, unknown>(Object.entries(json));
    this.#name = name;
  }

  keys(): readonly string[] {
    return [...this.#members.keys()];
  }

  has(key: string): boolean {
    return this.#members.has(key);
  }

  /** The member as it is; `undefined` where it is missing. */
  raw(key: string): unknown {
    return this.#members.get(key);
  }

  text(key: string): string {
    const value = this.raw(key);
    return typeof value === 'string' ? value : this.#wrong(key, 'a string');
  }

  number(key: string): number {
    const value = this.raw(key);
    return typeof value === 'number' ? value : this.#wrong(key, 'a number');
  }

  boolean(key: string): boolean {
    const value = this.raw(key);
    return typeof value === 'boolean' ? value : this.#wrong(key, 'true or false');
  }

  texts(key: string): readonly string[] {
    const value = this.raw(key);
    const isTexts = (items: unknown): items is string[] =>
      Array.isArray(items) && items.every((item) => typeof item === 'string');
    return isTexts(value) ? value : this.#wrong(key, 'a list of strings');
  }

  list(key: string): readonly unknown[] {
    const value = this.raw(key);
    return Array.isArray(value) ? value : this.#wrong(key, 'a list');
  }

  textOrNull(key: string): string | null {
    return this.raw(key) === null ? null : this.text(key);
  }

  numberOrNull(key: string): number | null {
    return this.raw(key) === null ? null : this.number(key);
  }

  /** One of a closed set of strings. */
  oneOf<T extends string>(key: string, allowed: readonly T[]): T {
    const value = this.raw(key);
    return allowed.find((one) => one === value) ?? this.#wrong(key, `one of ${allowed.join(', ')}`);
  }

  #wrong(key: string, wanted: string): never {
    throw new ShapeError(`${this.#name}.${key} is not ${wanted}`);
  }
}
