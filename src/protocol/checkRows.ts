import {
  bytesUpTo,
  jsonWithin,
  listOf,
  nullOr,
  objectOf,
  oneOf,
  textUpTo,
  where,
  wholeFrom,
  type Check,
} from './check.ts';
import { EVENT_TYPES, LANES } from './lane.ts';
import {
  MAX_COLUMNS,
  MAX_DETAIL_BYTES,
  MAX_MARKS,
  MAX_PREVIEW,
  MAX_VALUE_DEPTH,
  MAX_VALUE_NODES,
  MAX_VALUE_TEXT,
  MAX_WINDOW_ROWS,
  type Density,
  type Detail,
  type Mark,
  type RowWindow,
} from './protocol.ts';
import { isBytes, isClock, isCount, isLane, isTime } from './quantities.ts';

export const isRowWindow: Check<RowWindow> = where(
  objectOf<RowWindow>({
    from: isCount,
    rows: bytesUpTo(MAX_WINDOW_ROWS * 4),
    types: where(bytesUpTo(MAX_WINDOW_ROWS), (types) => types.every((type) => type < EVENT_TYPES.length)),
    t: bytesUpTo(MAX_WINDOW_ROWS * 8),
    at: bytesUpTo(MAX_WINDOW_ROWS * 8),
    sizes: bytesUpTo(MAX_WINDOW_ROWS * 4),
    previews: listOf(textUpTo(MAX_PREVIEW), MAX_WINDOW_ROWS),
  }),
  ({ rows, types, t, at, sizes, previews }) =>
    types.length === previews.length &&
    rows.length === types.length * 4 &&
    sizes.length === types.length * 4 &&
    t.length === types.length * 8 &&
    at.length === types.length * 8,
);

export const isDensity: Check<Density> = where(
  objectOf<Density>({
    from: isTime,
    to: isTime,
    columns: wholeFrom(1, MAX_COLUMNS),
    clock: isClock,
    lanes: listOf(
      objectOf({ lane: isLane, counts: bytesUpTo(MAX_COLUMNS * 4), bytes: bytesUpTo(MAX_COLUMNS * 4) }),
      LANES.length,
    ),
  }),
  ({ lanes, columns }) =>
    lanes.every(({ counts, bytes }) => counts.length === columns * 4 && bytes.length === columns * 4),
);

const isMark: Check<Mark> = where(
  objectOf<Mark>({
    from: isCount,
    to: isCount,
    kind: oneOf(
      'docker-header',
      'frame-header',
      'type',
      'value',
      'map',
      'array',
      'string',
      'bytes',
      'number',
      'ext',
      'other',
      'time',
    ),
    label: textUpTo(MAX_PREVIEW),
  }),
  ({ from, to }) => from <= to,
);

/** Of values in a message. */
export const VALUE_BOUNDS = { nodes: MAX_VALUE_NODES, depth: MAX_VALUE_DEPTH, text: MAX_VALUE_TEXT };

export const isDetail: Check<Detail> = where(
  objectOf<Detail>({
    row: isCount,
    type: oneOf(...EVENT_TYPES),
    t: isTime,
    at: nullOr(isTime),
    size: isBytes,
    value: jsonWithin(VALUE_BOUNDS),
    yielded: nullOr(isBytes),
    valueOmitted: isBytes,
    output: nullOr(bytesUpTo(MAX_DETAIL_BYTES)),
    raw: bytesUpTo(MAX_DETAIL_BYTES),
    marks: listOf(isMark, MAX_MARKS),
    omitted: isBytes,
  }),
  ({ raw, marks }) => marks.every(({ to }) => to <= raw.length),
);
