import { LANES, type Lane } from '../../src/protocol/lane.ts';
import { MAX_QUERY, type Clock, type Filter } from '../../src/protocol/protocol.ts';
import { SPEEDS } from './playback.ts';
import type { Viewport } from './viewport.ts';

export const TABS = ['value', 'text', 'bytes'] as const;
export type Tab = (typeof TABS)[number];

/** The state of a view that survives hiding and reloading. */
export interface ViewState {
  /** `null`: everything, even as it grows. */
  readonly viewport: Viewport | null;
  readonly clock: Clock;
  readonly filter: Filter;
  /** Number of the selected row. */
  readonly row: number | null;
  /** The user's choice, kept while a row without this tab is selected; `null` before the first choice. */
  readonly tab: Tab | null;
  readonly follow: boolean;
  readonly speed: number;
  /** Height of the lanes in pixels, share of the frames in the rest; `null` until the user changes them. */
  readonly lanesHeight: number | null;
  readonly framesShare: number | null;
}

export const EVERYTHING: Filter = { lanes: LANES, text: '', regex: false, minSize: null, maxSize: null };

export const FRESH: ViewState = {
  viewport: null,
  clock: 'arrival',
  filter: EVERYTHING,
  row: null,
  tab: null,
  follow: true,
  speed: 1,
  lanesHeight: null,
  framesShare: null,
};

/** Reads a stored state; invalid parts get their default. */
export function readViewState(stored: unknown): ViewState {
  const members = membersOf(stored);
  return {
    viewport: readViewport(members.get('viewport')),
    clock: members.get('clock') === 'inmate' ? 'inmate' : 'arrival',
    filter: readFilter(members.get('filter')),
    row: readWhole(members.get('row'), 2 ** 32 - 1),
    tab: TABS.find((tab) => tab === members.get('tab')) ?? null,
    follow: members.get('follow') !== false,
    speed: SPEEDS.find((speed) => speed === members.get('speed')) ?? FRESH.speed,
    lanesHeight: readNumber(members.get('lanesHeight'), 0, 10_000),
    framesShare: readNumber(members.get('framesShare'), 0, 1),
  };
}

export function sameFilter(a: Filter, b: Filter): boolean {
  return (
    JSON.stringify([a.lanes.toSorted(), a.text, a.regex, a.minSize, a.maxSize]) ===
    JSON.stringify([b.lanes.toSorted(), b.text, b.regex, b.minSize, b.maxSize])
  );
}

export function withLane(filter: Filter, lane: Lane, shown: boolean): Filter {
  return { ...filter, lanes: LANES.filter((each) => (each === lane ? shown : filter.lanes.includes(each))) };
}

function readViewport(stored: unknown): Viewport | null {
  const members = membersOf(stored);
  const from = readNumber(members.get('from'), -1e17, 1e17);
  const to = readNumber(members.get('to'), -1e17, 1e17);
  return from !== null && to !== null && from < to ? { from, to } : null;
}

function readFilter(stored: unknown): Filter {
  const members = membersOf(stored);
  const lanes = members.get('lanes');
  const text = members.get('text');
  return {
    lanes: Array.isArray(lanes) ? LANES.filter((lane) => lanes.includes(lane)) : LANES,
    text: typeof text === 'string' ? text.slice(0, MAX_QUERY) : '',
    regex: members.get('regex') === true,
    minSize: readWhole(members.get('minSize'), Number.MAX_SAFE_INTEGER),
    maxSize: readWhole(members.get('maxSize'), Number.MAX_SAFE_INTEGER),
  };
}

function readNumber(stored: unknown, min: number, max: number): number | null {
  return typeof stored === 'number' && stored >= min && stored <= max ? stored : null;
}

/** A number as hosts take it: others would be refused. */
function readWhole(stored: unknown, max: number): number | null {
  return Number.isInteger(stored) ? readNumber(stored, 0, max) : null;
}

function membersOf(stored: unknown): ReadonlyMap<string, unknown> {
  return new Map(typeof stored === 'object' && stored !== null ? Object.entries(stored) : []);
}
