import {
  isAnything,
  isFlag,
  listOf,
  nullOr,
  objectOf,
  oneOf,
  pairOf,
  recordOf,
  textUpTo,
  unionOf,
  wholeFrom,
  where,
  type Check,
} from './check.ts';
import { isCall } from './call.ts';
import { OUTPUT_REPLIES, OUTPUT_REQUESTS } from './checkOutput.ts';
import { isDensity, isDetail, isRowWindow, VALUE_BOUNDS } from './checkRows.ts';
import { LANES } from './lane.ts';
import { isBytes, isClock, isCount, isDuration, isLane, isTime, MAX_COUNT } from './quantities.ts';
import { QUERY_MEMBERS, SEARCH_REPLIES, SEARCH_REQUESTS } from './query.ts';
import {
  EXPORT_FORMATS,
  HOST_COMMANDS,
  MAX_COLUMNS,
  MAX_COPY,
  MAX_HEADER_ITEMS,
  MAX_HEADER_TEXT,
  MAX_RECORDING_NAME,
  MAX_WINDOW_ROWS,
  type Abilities,
  type Extent,
  type Filter,
  type Header,
  type HeardMessage,
  type Span,
  type ViewMessage,
  type ViewReplies,
  type ViewRequest,
} from './protocol.ts';
import { isResult, isResultRequest } from './result.ts';
import {
  isCopyReply,
  isCopyRequest,
  isStreamSizeRequest,
  isValuePart,
  isValueRequest,
  isWholeMessage,
} from './value/checkWhole.ts';

/** @returns the data, if a view may send it; else `undefined` */
export function checkViewMessage(data: unknown): ViewMessage | undefined {
  return accept(isViewMessage, data);
}

/**
 * @returns the data, if a host may send it; else `undefined`. It does not check the content of a reply: the caller,
 * which knows the request, does so with `checkReply`.
 */
export function checkHostMessage(data: unknown): HeardMessage | undefined {
  return accept(isHostMessage, data);
}

/** @returns the reply, if it answers a request of this type; else `undefined` */
export function checkReply<K extends keyof ViewReplies>(type: K, reply: unknown): ViewReplies[K] | undefined {
  return accept(REPLIES[type], reply);
}

function accept<T>(check: Check<T>, data: unknown): T | undefined {
  try {
    return check(data) ? data : undefined;
  } catch {
    // A proxy or a getter threw: messages contain neither.
    return undefined;
  }
}

const isStep = oneOf(1, -1);
const isId = wholeFrom(0, Number.MAX_SAFE_INTEGER);
const isHeaderText = textUpTo(MAX_HEADER_TEXT);
const isRecordingName = textUpTo(MAX_RECORDING_NAME);
const isHostCommand = oneOf(...HOST_COMMANDS);

const isFilter = objectOf<Filter>({
  lanes: listOf(isLane, LANES.length),
  ...QUERY_MEMBERS,
  minSize: nullOr(isBytes),
  maxSize: nullOr(isBytes),
});

const isRequest = unionOf<'type', ViewRequest>('type', {
  rows: where(
    objectOf({ type: oneOf('rows'), from: isCount, to: isCount }),
    ({ from, to }) => from <= to && to - from <= MAX_WINDOW_ROWS,
  ),
  density: where(
    objectOf({
      type: oneOf('density'),
      from: isTime,
      to: isTime,
      columns: wholeFrom(1, MAX_COLUMNS),
      clock: isClock,
    }),
    ({ from, to }) => from < to,
  ),
  detail: objectOf({ type: oneOf('detail'), row: isCount }),
  filter: objectOf({ type: oneOf('filter'), filter: isFilter }),
  ...SEARCH_REQUESTS,
  place: objectOf({ type: oneOf('place'), row: isCount }),
  neighbour: objectOf({ type: oneOf('neighbour'), row: isCount, step: isStep }),
  at: objectOf({ type: oneOf('at'), time: isTime, clock: isClock }),
  ...OUTPUT_REQUESTS,
  result: isResultRequest,
  value: isValueRequest,
  copy: isCopyRequest,
  streamSize: isStreamSizeRequest,
});

const isViewMessage = unionOf<'kind', ViewMessage>('kind', {
  request: objectOf({ kind: oneOf('request'), id: isId, request: isRequest }),
  ready: objectOf({ kind: oneOf('ready') }),
  export: objectOf({ kind: oneOf('export'), format: oneOf(...EXPORT_FORMATS) }),
  saveValue: objectOf({ kind: oneOf('saveValue'), row: isCount }),
  copy: objectOf({ kind: oneOf('copy'), text: textUpTo(MAX_COPY) }),
  openSource: objectOf({
    kind: oneOf('openSource'),
    file: textUpTo(4096),
    line: wholeFrom(1, MAX_COUNT),
    column: nullOr(wholeFrom(1, MAX_COUNT)),
  }),
  stop: objectOf({ kind: oneOf('stop') }),
  command: objectOf({ kind: oneOf('command'), command: isHostCommand }),
  started: objectOf({ kind: oneOf('started'), recording: isRecordingName }),
  saveWhole: isWholeMessage('saveWhole'),
  openWhole: isWholeMessage('openWhole'),
});

const isHeader = objectOf<Header>({
  title: isHeaderText,
  method: isHeaderText,
  args: nullOr(isHeaderText),
  outcome: isHeaderText,
  outcomeKind: oneOf('running', 'returned', 'raised', 'failed', 'truncated'),
  details: listOf(isHeaderText, MAX_HEADER_ITEMS),
  facts: listOf(pairOf(isHeaderText, isHeaderText), MAX_HEADER_ITEMS),
  startedAt: isHeaderText,
});

const isSpan = objectOf<Span>({
  name: oneOf('build', 'create', 'start', 'run', 'remove'),
  from: isTime,
  to: nullOr(isTime),
});

const isExtent = objectOf<Extent>({
  rows: isCount,
  shown: isCount,
  end: isDuration,
  inmateEnd: isDuration,
  spans: listOf(isSpan, MAX_HEADER_ITEMS),
  call: nullOr(isCall),
  now: nullOr(isDuration),
  complete: isFlag,
  live: isFlag,
});

const isAbilities = objectOf<Abilities>({
  stop: isFlag,
  export: isFlag,
  openSource: isFlag,
  saveValue: isFlag,
  commands: listOf(isHostCommand, HOST_COMMANDS.length),
  texts: recordOf(textUpTo(2000), 1000, 2000),
});

const isRowOrNone = objectOf({ row: nullOr(isCount) });

const REPLIES: { readonly [K in keyof ViewReplies]: Check<ViewReplies[K]> } = {
  rows: isRowWindow,
  density: isDensity,
  detail: isDetail,
  filter: objectOf({ shown: isCount }),
  ...SEARCH_REPLIES,
  place: objectOf({ place: isCount }),
  neighbour: isRowOrNone,
  at: isRowOrNone,
  ...OUTPUT_REPLIES,
  result: isResult,
  value: isValuePart(VALUE_BOUNDS),
  copy: isCopyReply,
  streamSize: objectOf({ bytes: isBytes }),
};

const isHostMessage = unionOf<'kind', HeardMessage>('kind', {
  start: objectOf({
    kind: oneOf('start'),
    recording: isRecordingName,
    header: isHeader,
    extent: isExtent,
    abilities: isAbilities,
  }),
  growth: objectOf({ kind: oneOf('growth'), header: isHeader, extent: isExtent }),
  reply: objectOf({ kind: oneOf('reply'), id: isId, reply: isAnything }),
  failure: objectOf({ kind: oneOf('failure'), id: isId, message: isHeaderText }),
  broken: objectOf({ kind: oneOf('broken'), message: isHeaderText }),
  reveal: objectOf({ kind: oneOf('reveal'), row: isCount }),
});
