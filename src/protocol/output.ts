/**
 * What a view asks about the output of a dispatch: stdout and stderr as one sequence of bytes, in the order of their
 * arrival. A *position* counts its bytes from the beginning.
 */

/** Bytes and pieces of one reply. */
export const MAX_OUTPUT_BYTES = 128 * 1024;
export const MAX_OUTPUT_PIECES = 8192;

export type OutputRequest =
  /** The output between two positions, as far as a reply holds it: the view asks again for the rest. */
  | { readonly type: 'output'; readonly from: number; readonly to: number }
  /** The positions at which the output of a row begins and ends; of a row without output both are where it would be. */
  | { readonly type: 'outputOf'; readonly row: number };

export interface OutputReplies {
  readonly output: Output;
  readonly outputOf: { readonly from: number; readonly to: number };
}

/** Consecutive bytes of output, in pieces each of which is (a part of) what one row printed. */
export interface Output {
  /** Position of the first byte: what was asked for, or the end if that comes before. */
  readonly from: number;
  /** Bytes of all output by now. */
  readonly total: number;
  /** For each piece, `Uint32Array`: number of its row, and how many of the bytes are its own. */
  readonly rows: Uint8Array;
  readonly sizes: Uint8Array;
  /** For each piece: 0 for stdout, 1 for stderr. */
  readonly streams: Uint8Array;
  readonly bytes: Uint8Array;
}
