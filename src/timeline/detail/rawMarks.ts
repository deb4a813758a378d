import { DOCKER_HEADER_BYTES, type RawBytes } from '../../recording/index/rowContent.ts';
import type { EventType } from '../../protocol/lane.ts';
import { MsgpackMarker } from './msgpackMarks.ts';
import { MAX_MARKS, type Mark } from '../../protocol/protocol.ts';
import { formatDuration, plural } from '../../text/words.ts';

const STREAMS: Readonly<Record<number, string>> = { 1: 'stdout', 2: 'stderr', 3: 'an error of the daemon' };

/** A range of the raw bytes that belongs to the frame itself. */
interface Segment {
  readonly rawFrom: number;
  readonly length: number;
}

/** Explains the raw bytes of a row, in at most `MAX_MARKS` marks, containers before their items. */
export function markRaw(type: EventType, raw: RawBytes): readonly Mark[] {
  if (type === 'lifecycle' || type === 'outcome' || type === 'stderr') return markPiece(type, raw);
  const { marks, segments } = takeApart(raw);
  const frame = new Uint8Array(
    Buffer.concat(segments.map((at) => raw.bytes.subarray(at.rawFrom, at.rawFrom + at.length))),
  );
  const inside = markFrame(frame, Math.max(0, MAX_MARKS - marks.length));
  return [...marks, ...inside.map((mark) => ({ ...mark, ...toRaw(segments, mark) }))];
}

/** Marks a row that is not a frame: Docker's header, and the rest. */
function markPiece(type: 'lifecycle' | 'outcome' | 'stderr', { bytes, headed }: RawBytes): readonly Mark[] {
  const from = headed ? DOCKER_HEADER_BYTES : 0;
  const header = headed ? [dockerHeader(bytes, 0)] : [];
  const rest = plural(bytes.length - from, 'byte');
  const label =
    type === 'stderr' ? `stderr, ${rest}` : headed ? `text of the daemon, ${rest}` : `JSON of the recording, ${rest}`;
  return bytes.length === from ? header : [...header, { from, to: bytes.length, kind: 'bytes', label }];
}

/** Separates the pieces of a frame from what Docker put before and between them. */
function takeApart({ bytes, stretches }: RawBytes): { marks: Mark[]; segments: Segment[] } {
  const marks: Mark[] = [];
  const segments: Segment[] = [];
  for (const { kind, from, to } of stretches) {
    if (marks.length >= MAX_MARKS) break;
    if (kind === 'own') segments.push({ rawFrom: from, length: to - from });
    else if (kind === 'header') marks.push(dockerHeader(bytes, from));
    else marks.push({ from, to, kind: 'other', label: 'of another stream, in between' });
  }
  return { marks, segments };
}

function dockerHeader(bytes: Uint8Array, from: number): Mark {
  const stream = bytes[from] ?? 0;
  const label = `Docker: ${STREAMS[stream] ?? `stream ${stream}`}, ${plural(payloadLength(bytes, from), 'byte')}`;
  return { from, to: Math.min(from + DOCKER_HEADER_BYTES, bytes.length), kind: 'docker-header', label };
}

function payloadLength(bytes: Uint8Array, header: number): number {
  if (header + DOCKER_HEADER_BYTES > bytes.length) return 0;
  return new DataView(bytes.buffer, bytes.byteOffset + header).getUint32(4);
}

function markFrame(frame: Uint8Array, room: number): readonly Mark[] {
  const marker = new MsgpackMarker(frame, room);
  const lead = frame[0];
  if (lead !== 0x92 && lead !== 0x93) return [];
  marker.add('frame-header', 0, 1, lead === 0x93 ? 'frame of type, value and time' : 'frame of type and value');
  const type = marker.text(1);
  if (!type) return marker.marks;
  marker.add('type', 1, 1 + type.length, type.text);
  const valueFrom = 1 + type.length;
  if (valueFrom >= frame.length) return marker.marks;
  const valueTo = type.text === 'stdout' ? markOutput(marker, valueFrom, frame) : marker.value(valueFrom);
  if (lead === 0x93 && valueTo < frame.length) markTime(marker, frame, valueTo);
  return marker.marks;
}

/** Marks output as bytes: the gem sends it as a string, but it may not be text. */
function markOutput(marker: MsgpackMarker, from: number, frame: Uint8Array): number {
  const output = new MsgpackMarker(frame, 1);
  const to = output.value(from);
  marker.add('bytes', from, to, 'output');
  return to;
}

function markTime(marker: MsgpackMarker, frame: Uint8Array, from: number): void {
  const time = new MsgpackMarker(frame, 1);
  const to = time.value(from);
  const microseconds = Number(time.marks[0]?.label);
  const label = Number.isFinite(microseconds) ? `${formatDuration(microseconds / 1000)} in the inmate` : 'time, cut';
  marker.add('time', from, to, label);
}

function toRaw(segments: readonly Segment[], { from, to }: Mark): Pick<Mark, 'from' | 'to'> {
  const rawFrom = rawOffset(segments, from);
  return { from: rawFrom, to: to > from ? rawOffset(segments, to - 1) + 1 : rawFrom };
}

function rawOffset(segments: readonly Segment[], offset: number): number {
  let before = 0;
  for (const { rawFrom, length } of segments) {
    if (offset < before + length) return rawFrom + offset - before;
    before += length;
  }
  const last = segments.at(-1);
  return last ? last.rawFrom + last.length : 0;
}
