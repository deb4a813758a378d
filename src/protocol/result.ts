import {
  bytesUpTo,
  jsonWithin,
  nullOr,
  numberFrom,
  objectOf,
  oneOf,
  textUpTo,
  unionOf,
  wholeFrom,
  type Check,
} from './check.ts';

/** What a dispatch has come to: asked for at the start, and again when it has grown, until that is settled. */
export interface ResultRequest {
  readonly type: 'result';
}

/** What a dispatch does before there is a result. */
export const PHASES = ['waiting', 'build', 'create', 'start', 'run', 'remove'] as const;
export type Phase = (typeof PHASES)[number];

export const IMAGE_TYPES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/svg+xml'] as const;
export type ImageType = (typeof IMAGE_TYPES)[number];

/** Why a dispatch has no result; `cut`: its recording ends before it does. */
export const NO_RESULT = [
  'exited',
  'out-of-memory',
  'timed-out',
  'cancelled',
  'output-limit',
  'protocol-violation',
  'engine-failed',
  'cut',
] as const;
export type NoResult = (typeof NO_RESULT)[number];

/** The limits that can end a dispatch, by the name of their option; `signal`: the caller's own. */
export const LIMITS = ['memory', 'timeout', 'outputBytes', 'valueBytes', 'valueNodes', 'signal'] as const;
export type LimitName = (typeof LIMITS)[number];

/** What a value is, as much of it as a view gets. Lengths are the true ones. */
export type ValueContent =
  /** `length` counts UTF-16 units. */
  | { readonly kind: 'text'; readonly text: string; readonly length: number }
  /** The first bytes: `MAX_RESULT_HEAD`. */
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array; readonly length: number }
  /** Anything else, in tagged form; `omitted` items and texts were left out or cut. */
  | { readonly kind: 'json'; readonly json: unknown; readonly omitted: number }
  /** Too large to be read for a view. */
  | { readonly kind: 'large' };

/** The value of a return, of a raise, or of a yield. */
export interface ShownValue {
  readonly row: number;
  /** Bytes of its encoded form. */
  readonly size: number;
  readonly content: ValueContent;
  /** All of it, if it is an image: known by its first bytes, whatever it claims to be. */
  readonly image: { readonly type: ImageType; readonly bytes: Uint8Array } | null;
}

export type Result =
  | {
      readonly state: 'running';
      readonly phase: Phase;
      /** Milliseconds for which that phase has lasted, by the host's clock. */
      readonly elapsed: number;
      /** Milliseconds that the run may take; `null` without a limit, and before the run. */
      readonly limit: number | null;
      readonly newest: ShownValue | null;
    }
  /** The recording is finished, but not read to its end yet. */
  | { readonly state: 'reading' }
  | { readonly state: 'returned'; readonly value: ShownValue }
  | { readonly state: 'raised'; readonly value: ShownValue }
  | {
      readonly state: 'none';
      readonly why: NoResult;
      /** The limit that ended it. */
      readonly limit: LimitName | null;
      /** The last yield before the end. */
      readonly newest: ShownValue | null;
    };

/** UTF-16 units of a text, bytes of an image, and the first bytes of anything else. */
export const MAX_RESULT_TEXT = 2 * 1024 * 1024;
export const MAX_RESULT_IMAGE = 16 * 1024 * 1024;
export const MAX_RESULT_HEAD = 1024;
/** Items, levels and characters of a value in tagged form. */
export const MAX_RESULT_JSON = { nodes: 50_000, depth: 400, text: 1024 * 1024 };

const isSize = wholeFrom(0, Number.MAX_SAFE_INTEGER);

const isContent = unionOf<'kind', ValueContent>('kind', {
  text: objectOf({ kind: oneOf('text'), text: textUpTo(MAX_RESULT_TEXT), length: isSize }),
  bytes: objectOf({ kind: oneOf('bytes'), bytes: bytesUpTo(MAX_RESULT_HEAD), length: isSize }),
  json: objectOf({ kind: oneOf('json'), json: jsonWithin(MAX_RESULT_JSON), omitted: isSize }),
  large: objectOf({ kind: oneOf('large') }),
});

const isShownValue = objectOf<ShownValue>({
  row: wholeFrom(0, 2 ** 32 - 1),
  size: isSize,
  content: isContent,
  image: nullOr(objectOf({ type: oneOf(...IMAGE_TYPES), bytes: bytesUpTo(MAX_RESULT_IMAGE) })),
});

/** Whether data is a request for the result. */
export const isResultRequest: Check<ResultRequest> = objectOf<ResultRequest>({ type: oneOf('result') });

/** Whether data is the answer to it. */
export const isResult: Check<Result> = unionOf<'state', Result>('state', {
  running: objectOf({
    state: oneOf('running'),
    phase: oneOf(...PHASES),
    elapsed: numberFrom(0, 1e17),
    limit: nullOr(numberFrom(0, 1e17)),
    newest: nullOr(isShownValue),
  }),
  reading: objectOf({ state: oneOf('reading') }),
  returned: objectOf({ state: oneOf('returned'), value: isShownValue }),
  raised: objectOf({ state: oneOf('raised'), value: isShownValue }),
  none: objectOf({
    state: oneOf('none'),
    why: oneOf(...NO_RESULT),
    limit: nullOr(oneOf(...LIMITS)),
    newest: nullOr(isShownValue),
  }),
});
