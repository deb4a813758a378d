import type { DispatchEvent } from '../engine/index.ts';
import { toNdjsonLine, truncatedNdjsonLine } from '../recording/ndjson.ts';
import { WholeCharacters } from '../recording/wholeCharacters.ts';
import { escapeJson } from '../shared/escape.ts';
import { writeRows, type Output } from './output.ts';
import type { Paint } from './paint.ts';
import { TimelineView } from './timelineView.ts';

/** Shows the events of a dispatch, live or recorded. */
export interface DispatchView {
  event(event: DispatchEvent): Promise<void>;
  /** The recording ended without an outcome. */
  truncated(): Promise<void>;
}

/** One JSON object a line; text is cut at characters. */
export function jsonView(output: Output): DispatchView {
  const characters = new WholeCharacters();
  const linesOf = (events: readonly DispatchEvent[]): string =>
    events.map((event) => `${escapeJson(toNdjsonLine(event))}\n`).join('');
  return {
    event: async (event) => output.write(linesOf(characters.take(event))),
    truncated: async () => output.write(`${linesOf(characters.end())}${truncatedNdjsonLine()}\n`),
  };
}

/**
 * Rows of time, lane and text.
 *
 * @param failureFollows whether why the engine failed is told on a line of its own, behind the timeline
 */
export function timelineView(output: Output, paint: Paint, failureFollows: boolean): DispatchView {
  const view = new TimelineView(paint, failureFollows);
  return {
    event: async (event) => writeRows(output, view.show(event)),
    truncated: async () => writeRows(output, view.showTruncated()),
  };
}
