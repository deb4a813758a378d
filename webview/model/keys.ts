import { LANES, type Lane } from '../../src/protocol/lane.ts';

/** What a key does outside text fields and widgets. */
export type KeyCommand =
  | { readonly do: 'step'; readonly by: 1 | -1 }
  | { readonly do: 'stepInLane'; readonly by: 1 | -1 }
  | { readonly do: 'zoom'; readonly factor: number }
  | { readonly do: 'pan'; readonly share: number }
  | { readonly do: 'fit' }
  /** Shows the call with a margin, or everything. */
  | { readonly do: 'home'; readonly what: 'all' | null }
  | { readonly do: 'search' }
  | { readonly do: 'findNext'; readonly by: 1 | -1 }
  | { readonly do: 'toggleLane'; readonly lane: Lane }
  | { readonly do: 'play' }
  /** Removes the measured range. */
  | { readonly do: 'unmeasure' }
  | { readonly do: 'help' };

export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

const ZOOM_STEP = 1.4;
/** Part of the viewport that one step pans. */
const PAN_STEP = 0.15;

const COMMANDS: Readonly<Record<string, KeyCommand>> = {
  ArrowDown: { do: 'step', by: 1 },
  ArrowUp: { do: 'step', by: -1 },
  ArrowRight: { do: 'step', by: 1 },
  ArrowLeft: { do: 'step', by: -1 },
  '.': { do: 'stepInLane', by: 1 },
  ',': { do: 'stepInLane', by: -1 },
  w: { do: 'zoom', factor: 1 / ZOOM_STEP },
  s: { do: 'zoom', factor: ZOOM_STEP },
  a: { do: 'pan', share: -PAN_STEP },
  d: { do: 'pan', share: PAN_STEP },
  f: { do: 'fit' },
  c: { do: 'home', what: null },
  '0': { do: 'home', what: 'all' },
  '/': { do: 'search' },
  ' ': { do: 'play' },
  '?': { do: 'help' },
  Escape: { do: 'unmeasure' },
  ...Object.fromEntries(LANES.map((lane, i) => [String(i + 1), { do: 'toggleLane', lane } as const])),
};

/** The keys of a search: they work from everywhere, also while typing. */
export function findCommandOf({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyPress): KeyCommand | undefined {
  if (altKey) return undefined;
  if (key === 'F3' && !ctrlKey && !metaKey) return { do: 'findNext', by: shiftKey ? -1 : 1 };
  return key.toLowerCase() === 'f' && ctrlKey !== metaKey && !shiftKey ? { do: 'search' } : undefined;
}

export function commandOf(press: Omit<KeyPress, 'shiftKey'>): KeyCommand | undefined {
  if (press.ctrlKey || press.metaKey || press.altKey) return undefined;
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key;
  return Object.hasOwn(COMMANDS, key) ? COMMANDS[key] : undefined;
}
