import { DOCKER_HEADER_BYTES } from '../../wire/answer/demultiplexer.ts';
import type { Entry } from './entry.ts';
import type { Channel } from '../../wire/channel.ts';
import type { FileBytes } from '../file/fileBytes.ts';
import { RecordCursor } from '../file/recordCursor.ts';
import type { RecordingSource } from '../file/recordingSource.ts';

/** More than a frame has around its payload on the wire, Docker's headers included. */
export const FRAME_OVERHEAD = 64;

/** A recorded chunk of the answer. The bytes are valid until the next chunk is asked for. */
export interface AnswerChunk {
  readonly channel: Channel;
  readonly bytes: Uint8Array;
}

/**
 * The answer from a frame on, with the Docker header that stands right before it: the rest of its record, then the
 * records that follow.
 *
 * @param payloadBytes of the frame that are wanted: they are read at once
 */
export async function* answerFrom(
  source: RecordingSource,
  fd: number,
  file: FileBytes,
  entry: Entry,
  payloadBytes: number,
): AsyncGenerator<AnswerChunk, void, undefined> {
  const channel = entry.plain ? 'stdout' : 'multiplexed';
  const end = entry.offset + entry.recordLeft;
  let position = entry.offset - (entry.headed ? DOCKER_HEADER_BYTES : 0);
  // Mostly the first piece holds the frame; the second one is the rest of the record.
  let next = Math.min(end, entry.offset + payloadBytes + FRAME_OVERHEAD);
  while (position < end) {
    yield { channel, bytes: await file.read(position, next - position) };
    position = next;
    next = end;
  }
  const cursor = new RecordCursor(source, end);
  for (let records = await cursor.read(fd); records.length > 0; records = await cursor.read(fd)) {
    for (const record of records) {
      if (record.channel) yield { channel: record.channel, bytes: record.payload };
    }
  }
}
