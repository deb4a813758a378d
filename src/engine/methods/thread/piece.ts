/** A piece of work that a source can make arbitrarily long. */
export interface Piece {
  /** Path of a file, or the key of a text (`keyOf`). */
  readonly key: string;
  /** Characters of the text; 0 for the path of a file. */
  readonly characters: number;
}

/** What earlier attempts have shown to be too costly. */
export interface Refused {
  /** Why it is not read, by the path of a file or the key of a text (`keyOf`). */
  readonly pieces: ReadonlyMap<string, string>;
  /** Why no module is read at all. */
  readonly all: string | undefined;
}
