import type { DispatchEvent } from '../../recording/event.ts';
import type { RecordingReader } from '../../recording/recordingReader.ts';
import { LANES, laneOf, type Lane } from '../../protocol/lane.ts';
import { frameNumber } from '../../text/frameNumber.ts';
import { previewBody } from '../describe/preview.ts';
import { SpanTracker } from '../spanTracker.ts';
import { headerOf } from '../describe/header.ts';
import type { ByteWriter } from './byteWriter.ts';
import { textEvents } from './textEvents.ts';

const PID = 1;

/**
 * Writes Chrome's trace events, which Perfetto opens: a process for the dispatch, a thread for each lane, a complete
 * event for each span of the lifecycle and an instant event for everything else. Times are those of arrival, in
 * microseconds; the time in the inmate is an argument.
 */
export async function writeChromeTrace(
  reader: RecordingReader,
  writer: ByteWriter,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { title, facts, startedAt } = headerOf(reader.meta, 'reading the recording');
  const spans = new SpanTracker();
  let end = 0;
  await writer.text('{"traceEvents":[\n');
  await writer.text(
    namesOf(title)
      .map((event) => JSON.stringify(event))
      .join(',\n'),
  );
  for await (const event of textEvents(reader, signal)) {
    if (event.type === 'lifecycle') spans.take(event.value, event.t);
    end = Math.max(end, event.t);
    await writer.text(`,\n${JSON.stringify(instantOf(event))}`);
  }
  for (const { name, from, to } of spans.spans) {
    const span = { name, ph: 'X', ...placeOf('lifecycle', from), dur: microseconds((to ?? end) - from) };
    await writer.text(`,\n${JSON.stringify(span)}`);
  }
  const otherData = Object.fromEntries([['Started', startedAt], ...facts]);
  await writer.text(`\n],"displayTimeUnit":"ms","otherData":${JSON.stringify(otherData)}}\n`);
}

function namesOf(title: string): readonly object[] {
  return [
    { name: 'process_name', ph: 'M', pid: PID, args: { name: title } },
    ...LANES.flatMap((lane) => {
      const { pid, tid } = placeOf(lane, 0);
      return [
        { name: 'thread_name', ph: 'M', pid, tid, args: { name: lane } },
        { name: 'thread_sort_index', ph: 'M', pid, tid, args: { sort_index: tid } },
      ];
    }),
  ];
}

function instantOf(event: DispatchEvent): object {
  const { seq, at, type, t } = event;
  const isOutput = type === 'stdout' || type === 'stderr';
  return {
    name: type === 'lifecycle' ? event.value.event : type,
    cat: laneOf(type),
    ph: 'i',
    s: 't',
    ...placeOf(laneOf(type), t),
    args: {
      frame: frameNumber(seq),
      ...(at === undefined ? {} : { 'ms in the inmate': at }),
      ...(isOutput ? { bytes: event.value.length } : {}),
      text: previewBody(event),
    },
  };
}

function placeOf(lane: Lane, t: number): { readonly pid: number; readonly tid: number; readonly ts: number } {
  return { pid: PID, tid: LANES.indexOf(lane) + 1, ts: microseconds(t) };
}

function microseconds(milliseconds: number): number {
  return Math.round(milliseconds * 1000);
}
