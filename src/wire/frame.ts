/**
 * What an inmate's answer is made of.
 *
 * On the wire a frame is a msgpack array `[type, value]`, or `[type, value, at]` where the entrypoint knows when the
 * frame happened (`at`: microseconds since it decoded the request, monotonic). The protocol is that of the Ruby gem
 * `hoosegow`, which ignores the third element.
 */

/** The four types of frame that standard output carries. */
export const FRAME_TYPES = ['stdout', 'yield', 'return', 'raise'] as const;

export type FrameType = (typeof FRAME_TYPES)[number];

/** A `return` or a `raise`: exactly one of these ends an answer. */
export type TerminalType = 'return' | 'raise';

export function isTerminal(type: FrameType): type is TerminalType {
  return type === 'return' || type === 'raise';
}

/** An exception of the inmate, as its `raise` frame carries it. */
export interface Raise {
  /** Name of the exception's class, for example `TypeError`. */
  readonly class: string;
  readonly message: string;
  /** Innermost call first, one line of text each. */
  readonly backtrace: readonly string[];
  readonly cause?: Raise;
  /** The errors that it stands for, as an `AggregateError` does; the gem's host ignores them. */
  readonly errors?: readonly Raise[];
  /** What else the exception carries, for example `{ code: 'ERR_QUOTA', status: 429 }`; the gem's host ignores it. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** What a frame holds, by its type. */
export type FrameContent =
  | { readonly type: 'stdout'; readonly value: Uint8Array }
  | { readonly type: 'yield'; readonly value: readonly unknown[] }
  | { readonly type: 'return'; readonly value: unknown }
  | { readonly type: 'raise'; readonly value: Raise };
