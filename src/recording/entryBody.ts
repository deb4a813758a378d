import { read } from 'node:fs';
import { promisify } from 'node:util';
import type { ValueLimits } from '../wire/limits.ts';
import { AnswerDecoder } from './answerDecoder.ts';
import type { Entry } from './entry.ts';
import { daemonErrorNote, decodeJsonBody } from './entryDecoder.ts';
import { cannotRead, FormatError } from './errors.ts';
import type { EventBody } from './event.ts';
import { RecordCursor } from './recordCursor.ts';
import type { RecordingSource } from './recordingSource.ts';

/** More than a frame has around its payload on the wire, Docker's headers included. */
const FRAME_OVERHEAD = 64;

const readFile = promisify(read);

/**
 * Reads again what an entry holds, from its place in the recording.
 *
 * @throws FormatError where something else stands there by now
 */
export async function readBody(source: RecordingSource, limits: ValueLimits, entry: Entry): Promise<EventBody> {
  const fd = source.acquire();
  try {
    const body = await decodeBody(source, fd, limits, entry);
    if (body?.type === entry.type) return body;
  } catch (error) {
    throw cannotRead(source.name, error);
  } finally {
    source.release();
  }
  throw new FormatError(`${source.name} has changed since it was indexed: open it again`);
}

async function decodeBody(
  source: RecordingSource,
  fd: number,
  limits: ValueLimits,
  entry: Entry,
): Promise<EventBody | undefined> {
  const { offset, size, type } = entry;
  if (entry.source === 'frame') return readFrame(source, fd, limits, entry);
  const payload = await readBytes(fd, offset, size);
  if (entry.source === 'daemonError') return daemonErrorNote(payload);
  if (entry.source === 'stderr') return { type: 'stderr', value: payload };
  return type === 'lifecycle' || type === 'outcome' ? decodeJsonBody({ kind: type, payload }) : undefined;
}

async function readFrame(
  source: RecordingSource,
  fd: number,
  limits: ValueLimits,
  entry: Entry,
): Promise<EventBody | undefined> {
  const found: EventBody[] = [];
  const ignore = (): void => undefined;
  const decoder = new AnswerDecoder(
    {
      frame: (frame) => {
        if (frame.content) found.push(frame.content);
      },
      stderr: ignore,
      daemonError: ignore,
      fault: ignore,
    },
    { limits, collect: () => found.length === 0, start: entry },
  );
  const channel = entry.plain ? 'stdout' : 'multiplexed';
  const first = Math.min(entry.recordLeft, entry.size + FRAME_OVERHEAD);
  decoder.push(channel, await readBytes(fd, entry.offset, first));
  if (found.length === 0 && first < entry.recordLeft) {
    decoder.push(channel, await readBytes(fd, entry.offset + first, entry.recordLeft - first));
  }
  const cursor = new RecordCursor(source, entry.offset + entry.recordLeft);
  while (found.length === 0) {
    const records = await cursor.read(fd);
    for (const record of records) {
      if (record.channel && found.length === 0) decoder.push(record.channel, record.payload);
    }
    if (records.length === 0) {
      decoder.end();
      break;
    }
  }
  return found[0];
}

/** @returns the bytes, fewer where the file ends before */
async function readBytes(fd: number, position: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await readFile(fd, bytes, filled, length - filled, position + filled);
    if (bytesRead === 0) return bytes.slice(0, filled);
    filled += bytesRead;
  }
  return bytes;
}
