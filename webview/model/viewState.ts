import { LANES, type Lane } from '../../src/protocol/lane.ts';
import { EVERYTHING, MAX_QUERY, MAX_RECORDING_NAME, type Clock, type Filter } from '../../src/protocol/protocol.ts';
import { FORMS, type Form } from './value/naturalForm.ts';
import { SPEEDS } from './time/playback.ts';
import { SIDES, type Side } from './list/foldedList.ts';
import type { Viewport } from './time/viewport.ts';

export const TABS = ['value', 'text', 'bytes'] as const;
export type Tab = (typeof TABS)[number];

/** Parts of the page that are tabs where there is no room for all of them. */
export const PARTS = ['result', 'console', 'frames', 'lanes'] as const;
export type Part = (typeof PARTS)[number];

/** The state of a view that survives hiding and reloading. */
export interface ViewState {
  /** Name of the recording that `viewport`, `openFolds` and `row` are of. */
  readonly recording: string;
  /** `null`: the call with a margin; that or everything, even as it grows. */
  readonly viewport: Viewport | 'all' | null;
  /** Whether the steps before and after the call are listed. */
  readonly openFolds: readonly Side[];
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
  /** Height of the result in pixels, and its share beside the console; `null` until the user changes them. */
  readonly resultHeight: number | null;
  readonly resultShare: number | null;
  /** The part that is shown where there is no room for all. */
  readonly part: Part;
  /** Whether the lanes and the frames are open; `null`: as there is room. */
  readonly lanesOpen: boolean | null;
  readonly framesOpen: boolean | null;
  /** The form of values that the user prefers; `null`: the natural one. */
  readonly form: Form | null;
}

export const FRESH: ViewState = {
  recording: '',
  viewport: null,
  openFolds: [],
  clock: 'arrival',
  filter: EVERYTHING,
  row: null,
  tab: null,
  follow: true,
  speed: 1,
  lanesHeight: null,
  framesShare: null,
  resultHeight: null,
  resultShare: null,
  part: 'result',
  lanesOpen: null,
  framesOpen: null,
  form: null,
};

/** Reads a stored state; invalid parts get their default. */
export function readViewState(stored: unknown): ViewState {
  const members = membersOf(stored);
  const recording = members.get('recording');
  return {
    recording: typeof recording === 'string' ? recording.slice(0, MAX_RECORDING_NAME) : FRESH.recording,
    viewport: members.get('viewport') === 'all' ? 'all' : readViewport(members.get('viewport')),
    openFolds: readFolds(members.get('openFolds')),
    clock: members.get('clock') === 'inmate' ? 'inmate' : 'arrival',
    filter: readFilter(members.get('filter')),
    row: readWhole(members.get('row'), 2 ** 32 - 1),
    tab: TABS.find((tab) => tab === members.get('tab')) ?? null,
    follow: members.get('follow') !== false,
    speed: SPEEDS.find((speed) => speed === members.get('speed')) ?? FRESH.speed,
    lanesHeight: readNumber(members.get('lanesHeight'), 0, 10_000),
    framesShare: readNumber(members.get('framesShare'), 0, 1),
    resultHeight: readNumber(members.get('resultHeight'), 0, 10_000),
    resultShare: readNumber(members.get('resultShare'), 0, 1),
    part: PARTS.find((part) => part === members.get('part')) ?? FRESH.part,
    lanesOpen: readFlag(members.get('lanesOpen')),
    framesOpen: readFlag(members.get('framesOpen')),
    form: FORMS.find((form) => form === members.get('form')) ?? null,
  };
}

/** The same look at another recording, from its result on: what was seen of the one before is forgotten. */
export function forRecording(state: ViewState, recording: string): ViewState {
  const { viewport, openFolds, row, follow, part } = FRESH;
  return { ...state, recording, viewport, openFolds, row, follow, part };
}

export function sameFilter(a: Filter, b: Filter): boolean {
  return JSON.stringify(partsOf(a)) === JSON.stringify(partsOf(b));
}

function partsOf(filter: Filter): readonly unknown[] {
  const { lanes, text, regex, caseSensitive, wholeWord, minSize, maxSize } = filter;
  return [lanes.toSorted(), text, regex, caseSensitive, wholeWord, minSize, maxSize];
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

function readFolds(stored: unknown): readonly Side[] {
  return Array.isArray(stored) ? SIDES.filter((side) => stored.includes(side)) : [];
}

function readFilter(stored: unknown): Filter {
  const members = membersOf(stored);
  const lanes = members.get('lanes');
  const text = members.get('text');
  return {
    lanes: Array.isArray(lanes) ? LANES.filter((lane) => lanes.includes(lane)) : LANES,
    text: typeof text === 'string' ? text.slice(0, MAX_QUERY) : '',
    regex: members.get('regex') === true,
    caseSensitive: members.get('caseSensitive') === true,
    wholeWord: members.get('wholeWord') === true,
    minSize: readWhole(members.get('minSize'), Number.MAX_SAFE_INTEGER),
    maxSize: readWhole(members.get('maxSize'), Number.MAX_SAFE_INTEGER),
  };
}

function readNumber(stored: unknown, min: number, max: number): number | null {
  return typeof stored === 'number' && stored >= min && stored <= max ? stored : null;
}

function readFlag(stored: unknown): boolean | null {
  return typeof stored === 'boolean' ? stored : null;
}

/** A number as hosts take it: others would be refused. */
function readWhole(stored: unknown, max: number): number | null {
  return Number.isInteger(stored) ? readNumber(stored, 0, max) : null;
}

function membersOf(stored: unknown): ReadonlyMap<string, unknown> {
  return new Map(typeof stored === 'object' && stored !== null ? Object.entries(stored) : []);
}
