/** The lanes of a timeline, top to bottom; `result` holds a return or a raise, and the outcome. */
export const LANES = ['lifecycle', 'stdout', 'stderr', 'yield', 'result'] as const;

export type Lane = (typeof LANES)[number];

/** The types of events of a dispatch, by the number that stands for them in a window of rows. */
export const EVENT_TYPES = ['lifecycle', 'stdout', 'stderr', 'yield', 'return', 'raise', 'outcome'] as const;

export type EventType = (typeof EVENT_TYPES)[number];

export function laneOf(type: EventType): Lane {
  return type === 'return' || type === 'raise' || type === 'outcome' ? 'result' : type;
}
