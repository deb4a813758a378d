/** A part of the project that takes bytes from outside, and what must hold whatever they are. */
export interface Target {
  readonly name: string;
  /** Addresses of the modules whose running counts. Default: the project's own. */
  readonly source?: RegExp;
  /** So many inputs by the target's own grammar, the same for the same seed. */
  generate(seed: number, count: number): readonly Uint8Array[];
  /** Throws, or rejects, where a promise is broken; that depends on the input alone. */
  run(input: Uint8Array): void | Promise<void>;
}
