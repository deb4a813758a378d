import type { Entry } from './entry.ts';
import type { Channel } from '../../wire/channel.ts';
import type { FileBytes } from '../file/fileBytes.ts';
import { RecordCursor } from '../file/recordCursor.ts';
import type { RecordingSource } from '../file/recordingSource.ts';

/** More than a frame has around its payload on the wire, Docker's headers included. */
const FRAME_OVERHEAD = 64;

/** A chunk of the answer as it was recorded. The bytes hold until the next chunk is asked for. */
export interface AnswerChunk {
  readonly channel: Channel;
  readonly bytes: Uint8Array;
}

/** The answer from the first byte of a frame on: the rest of its record, then the records that follow. */
export async function* answerFrom(
  source: RecordingSource,
  fd: number,
  file: FileBytes,
  entry: Entry,
): AsyncGenerator<AnswerChunk, void, undefined> {
  const channel = entry.plain ? 'stdout' : 'multiplexed';
  const { offset, recordLeft } = entry;
  // Mostly the first piece holds the frame; the second one is all that is left of the record.
  let length = Math.min(recordLeft, entry.size + FRAME_OVERHEAD);
  for (let read = 0; read < recordLeft; length = recordLeft - read) {
    yield { channel, bytes: await file.read(offset + read, length) };
    read += length;
  }
  const cursor = new RecordCursor(source, offset + recordLeft);
  for (let records = await cursor.read(fd); records.length > 0; records = await cursor.read(fd)) {
    for (const record of records) {
      if (record.channel) yield { channel: record.channel, bytes: record.payload };
    }
  }
}
