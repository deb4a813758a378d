import type { Call } from './call.ts';
import { LANES, type EventType, type Lane } from './lane.ts';
import type { OutputReplies, OutputRequest } from './output.ts';
import type { SearchReplies, SearchRequest, TextQuery } from './query.ts';
import type { Result, ResultRequest } from './result.ts';
import type {
  CopyReply,
  CopyRequest,
  StreamSizeRequest,
  ValuePart,
  ValueRequest,
  WholeMessage,
} from './value/whole.ts';

export { MAX_QUERY } from './query.ts';

/**
 * Messages between a timeline and its host: one union for each direction, the same in the editor (`postMessage`) and in
 * a browser (WebSocket). Both sides check every message on arrival (`checkMessage.ts`). Bytes are sent as `Uint8Array`,
 * numbers of a window as the little-endian bytes of their typed array.
 */

/** The clock of a time: arrival at the host, or the inmate's own if the frame has that time (else arrival). */
export type Clock = 'arrival' | 'inmate';

/** Which rows are shown. The *number* of a row does not depend on the filter; its *place* counts only shown rows. */
export interface Filter extends TextQuery {
  readonly lanes: readonly Lane[];
  /** Bytes; `null` for no bound. */
  readonly minSize: number | null;
  readonly maxSize: number | null;
}

/** The filter that shows every row. */
export const EVERYTHING: Filter = {
  lanes: LANES,
  text: '',
  regex: false,
  caseSensitive: false,
  wholeWord: false,
  minSize: null,
  maxSize: null,
};

/** Facts of the dispatch, for the header; texts are for people, and the inmate may control their content. */
export interface Header {
  readonly title: string;
  readonly method: string;
  /** The arguments in one line; `null` if they were too large to be recorded. */
  readonly args: string | null;
  /** `returned in 12.4 ms`, `out of memory: it had 256 MiB`, `running`, `the recording was cut: …`. */
  readonly outcome: string;
  readonly outcomeKind: 'running' | 'returned' | 'raised' | 'failed' | 'truncated';
  /** Notes and details of the outcome, a line each. */
  readonly details: readonly string[];
  /** Label and value, in the order in which they are shown: image, engine, runtime, isolation, limits … */
  readonly facts: readonly (readonly [label: string, value: string])[];
  readonly startedAt: string;
}

/** A span of the lifecycle lane, milliseconds by arrival. An open one has no end yet. */
export interface Span {
  readonly name: 'build' | 'create' | 'start' | 'run' | 'remove';
  readonly from: number;
  readonly to: number | null;
}

/** How far the dispatch has got. */
export interface Extent {
  /** Rows so far, shown or not. */
  readonly rows: number;
  /** Rows that the filter shows. */
  readonly shown: number;
  /** Milliseconds of the last event, by arrival and by the inmate's clock. */
  readonly end: number;
  readonly inmateEnd: number;
  readonly spans: readonly Span[];
  /** `null` before it begins. */
  readonly call: Call | null;
  /** Milliseconds that the dispatch has taken so far, while it runs. */
  readonly now: number | null;
  /** Whether no more rows will come. */
  readonly complete: boolean;
  /** Whether rows are added as they happen; a finished recording that is still being read is not live. */
  readonly live: boolean;
}

/** Rows at consecutive places. */
export interface RowWindow {
  /** Place of the first. */
  readonly from: number;
  /** `Uint32Array`: number of each row. */
  readonly rows: Uint8Array;
  /** `Uint8Array`: index in `EVENT_TYPES`. */
  readonly types: Uint8Array;
  /** `Float64Array`: milliseconds by arrival. */
  readonly t: Uint8Array;
  /** `Float64Array`: milliseconds in the inmate; NaN where unknown. */
  readonly at: Uint8Array;
  /** `Uint32Array`: bytes. */
  readonly sizes: Uint8Array;
  /** One line each, control and bidirectional characters escaped. */
  readonly previews: readonly string[];
}

/** What the lanes draw: the shown rows of a time range, counted by column. */
export interface Density {
  readonly from: number;
  readonly to: number;
  readonly columns: number;
  readonly clock: Clock;
  /** For each lane, `Uint32Array` of `columns`: rows, and bytes (saturating). */
  readonly lanes: readonly { readonly lane: Lane; readonly counts: Uint8Array; readonly bytes: Uint8Array }[];
}

/** A range of raw bytes with a meaning; offsets are within `Detail.raw`. */
export interface Mark {
  readonly from: number;
  readonly to: number;
  readonly kind:
    | 'docker-header'
    | 'frame-header'
    | 'type'
    | 'value'
    | 'map'
    | 'array'
    | 'string'
    | 'bytes'
    | 'number'
    | 'ext'
    | 'other'
    | 'time';
  readonly label: string;
}

/** Everything about one row. */
export interface Detail {
  readonly row: number;
  readonly type: EventType;
  readonly t: number;
  readonly at: number | null;
  readonly size: number;
  /**
   * Value of a yield, result, lifecycle step or outcome, in the tagged form of the command line's JSON; `null` for
   * output. Of a yield it is the value itself, or the list of values where it is not exactly one. What is too large is
   * cut, and says so where it is cut (`value/cut.ts`).
   */
  readonly value: unknown;
  /** How many values a yield has; for other rows `null`. */
  readonly yielded: number | null;
  /** Nodes of the value that are cut. */
  readonly valueOmitted: number;
  /** Output (stdout, stderr) up to `MAX_DETAIL_BYTES`; for other rows `null`. */
  readonly output: Uint8Array | null;
  /** The raw bytes as they came from the container host, up to `MAX_DETAIL_BYTES`. */
  readonly raw: Uint8Array;
  readonly marks: readonly Mark[];
  /** Bytes of output (else of raw) that were left out. */
  readonly omitted: number;
}

export const MAX_DETAIL_BYTES = 256 * 1024;
/** Rows that a window may hold. */
export const MAX_WINDOW_ROWS = 2000;
export const MAX_COLUMNS = 8192;
/** Characters of a preview, of a text to copy, and of any text of the header. */
export const MAX_PREVIEW = 400;
export const MAX_COPY = 4 * 1024 * 1024;
export const MAX_HEADER_TEXT = 8192;
/** Characters of the name of a recording, by which a view knows it again. */
export const MAX_RECORDING_NAME = 8192;
/** Lines of details, facts and spans of a header or extent. */
export const MAX_HEADER_ITEMS = 256;
export const MAX_MARKS = 2000;
/** Items of a detail's value, at any depth, and how deep they lie. */
export const MAX_VALUE_NODES = 50_000;
export const MAX_VALUE_DEPTH = 400;
/** Characters of all strings of a detail's value together. */
export const MAX_VALUE_TEXT = 1024 * 1024;

export const EXPORT_FORMATS = ['ndjson', 'chrome-trace', 'stdout', 'stderr', 'html'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/**
 * What a view asks its host. Each request gets exactly one reply or failure, with the same `id`. A filter fails if
 * another follows before it takes effect; so does a regular expression that is invalid or takes too long, and the
 * previous filter stays.
 */
export type ViewRequest =
  | { readonly type: 'rows'; readonly from: number; readonly to: number }
  | {
      readonly type: 'density';
      readonly from: number;
      readonly to: number;
      readonly columns: number;
      readonly clock: Clock;
    }
  | { readonly type: 'detail'; readonly row: number }
  | { readonly type: 'filter'; readonly filter: Filter }
  | SearchRequest
  /** Place of a row, or of the next shown row. */
  | { readonly type: 'place'; readonly row: number }
  /** Number of the next shown row of the same lane. */
  | { readonly type: 'neighbour'; readonly row: number; readonly step: 1 | -1 }
  /** Number of the shown row nearest to a time. */
  | { readonly type: 'at'; readonly time: number; readonly clock: Clock }
  | OutputRequest
  | ResultRequest
  | ValueRequest
  | CopyRequest
  | StreamSizeRequest;

export interface ViewReplies extends OutputReplies, SearchReplies {
  readonly rows: RowWindow;
  readonly density: Density;
  readonly detail: Detail;
  readonly filter: { readonly shown: number };
  readonly place: { readonly place: number };
  readonly neighbour: { readonly row: number | null };
  readonly at: { readonly row: number | null };
  readonly result: Result;
  readonly value: ValuePart;
  readonly copy: CopyReply;
  readonly streamSize: { readonly bytes: number };
}

/** From the view to its host. */
export type ViewMessage =
  | { readonly kind: 'request'; readonly id: number; readonly request: ViewRequest }
  /** The view has loaded and waits for `start`. */
  | { readonly kind: 'ready' }
  /** Things that only the host can do. `row` is the selected one. */
  | { readonly kind: 'export'; readonly format: ExportFormat }
  | { readonly kind: 'saveValue'; readonly row: number }
  | { readonly kind: 'copy'; readonly text: string }
  /** A place in a backtrace or in stderr: file, line and column as printed in the container. */
  | { readonly kind: 'openSource'; readonly file: string; readonly line: number; readonly column: number | null }
  | { readonly kind: 'stop' }
  | { readonly kind: 'command'; readonly command: HostCommand }
  /** From here on the view speaks of the recording of the last `start`; what it said before was about an earlier one. */
  | { readonly kind: 'started'; readonly recording: string }
  | (WholeMessage & { readonly kind: 'saveWhole' })
  | (WholeMessage & { readonly kind: 'openWhole' });

/** From the host to its view. */
export type HostMessage =
  /**
   * Starts the view, perhaps again. If `recording` is not the same as before, the view drops what it knows and what is
   * selected, and its pending requests get no reply; layout and filter stay.
   */
  | {
      readonly kind: 'start';
      readonly recording: string;
      readonly header: Header;
      readonly extent: Extent;
      readonly abilities: Abilities;
    }
  /** The dispatch has progressed; sent at most every 100 ms, and at once when the answer arrives. */
  | { readonly kind: 'growth'; readonly header: Header; readonly extent: Extent }
  | { readonly kind: 'reply'; readonly id: number; readonly reply: ViewReplies[keyof ViewReplies] }
  | { readonly kind: 'failure'; readonly id: number; readonly message: string }
  /** The recording cannot be shown. */
  | { readonly kind: 'broken'; readonly message: string }
  /** Selects and shows a row. */
  | { readonly kind: 'reveal'; readonly row: number };

/** The same, as received by a view: a reply is unknown data until it has been checked against its request. */
export type HeardMessage =
  | Exclude<HostMessage, { readonly kind: 'reply' }>
  | { readonly kind: 'reply'; readonly id: number; readonly reply: unknown };

/** What a view can have its host do with the call that is shown. */
export const HOST_COMMANDS = ['runAgain', 'runEdited', 'goToSource', 'compareWithLast'] as const;
export type HostCommand = (typeof HOST_COMMANDS)[number];

/** What the host can do for its view; the view hides the buttons for the rest. */
export interface Abilities {
  readonly stop: boolean;
  readonly export: boolean;
  readonly openSource: boolean;
  readonly saveValue: boolean;
  readonly commands: readonly HostCommand[];
  /** Texts of the view in the user's language, by their English form; missing ones stay English. */
  readonly texts: Readonly<Record<string, string>>;
}
