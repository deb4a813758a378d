import type { DispatchEvent, DispatchMeta } from '../../engine/index.ts';
import { callNdjsonLine, toNdjsonLine, truncatedNdjsonLine } from '../../recording/ndjson.ts';
import { WholeCharacters } from '../../recording/wholeCharacters.ts';
import { escapeJson } from '../../text/escape.ts';
import { writeRows, type Output } from './output.ts';
import type { Paint } from './paint.ts';
import { TimelineView } from './timelineView.ts';

/** Shows the events of a dispatch, live or recorded. */
export interface DispatchView {
  /** What was called; it comes first, where it is known. */
  call(meta: DispatchMeta): Promise<void>;
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
    call: async (meta) => output.write(`${escapeJson(callNdjsonLine(meta))}\n`),
    event: async (event) => output.write(linesOf(characters.take(event))),
    truncated: async () => output.write(`${linesOf(characters.end())}${truncatedNdjsonLine()}\n`),
  };
}

/**
 * Rows of time, lane and text.
 *
 * @param isLive whether the call is just being made: what was called is known then, and why the engine failed is
 *   reported on a line of its own, behind the timeline
 */
export function timelineView(output: Output, paint: Paint, isLive: boolean): DispatchView {
  const view = new TimelineView(paint, isLive);
  return {
    call: async (meta) => (isLive ? undefined : writeRows(output, view.showCall(meta))),
    event: async (event) => writeRows(output, view.show(event)),
    truncated: async () => writeRows(output, view.showTruncated()),
  };
}
