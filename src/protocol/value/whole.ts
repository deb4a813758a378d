/**
 * What the host reads from the recording itself, as a whole, because a view has only a part of it: to copy it, save it,
 * or open it in an editor.
 */
export type Whole =
  /**
   * A node of a frame's value, or the output of a frame. `value`: a string as it is, anything else as JSON; `text`: as
   * people read it.
   */
  | { readonly kind: 'value'; readonly row: number; readonly path: ValuePath; readonly form: 'value' | 'text' }
  /** Output of a stream from its beginning up to and including a row. */
  | { readonly kind: 'stream'; readonly row: number; readonly stream: 'stdout' | 'stderr' }
  /** The raw bytes of a frame: in hex, or read as UTF-8. */
  | { readonly kind: 'raw'; readonly row: number; readonly form: 'hex' | 'text' };

/** What can only be copied. */
export type Copied =
  | Whole
  /** The path to a node in its value, as in JavaScript. */
  | { readonly kind: 'path'; readonly row: number; readonly path: ValuePath }
  /** The command that makes the same call. */
  | { readonly kind: 'command' };

/** A node in a value: the position of the child on each level, whatever its key is. */
export type ValuePath = readonly number[];

/** Levels of a path: no value has more. */
export const MAX_PATH = 1000;

/** Bytes of a text that fits into a clipboard or an editor; a larger one can be saved. */
export const MAX_WHOLE_TEXT = 32 * 1024 * 1024;

/** Children of a node from a position on; for a text its characters, for bytes these. */
export interface ValueRequest {
  readonly type: 'value';
  readonly row: number;
  readonly path: ValuePath;
  readonly from: number;
}

export interface CopyRequest {
  readonly type: 'copy';
  readonly what: Copied;
}

/** How much has been printed on a stream so far. */
export interface StreamSizeRequest {
  readonly type: 'streamSize';
  readonly stream: 'stdout' | 'stderr';
}

/** In the form of `Detail.value`; cut if more follows. */
export interface ValuePart {
  readonly value: unknown;
}

export type CopyReply =
  /** The host has put it into the clipboard. */
  | { readonly kind: 'copied' }
  /** The view puts it there. */
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'too large'; readonly bytes: number }
  /** There is nothing to copy; `why` is for people. */
  | { readonly kind: 'impossible'; readonly why: string };

/** The view wants it saved as a file, or opened to be read. */
export interface WholeMessage {
  readonly kind: 'saveWhole' | 'openWhole';
  readonly what: Whole;
}
