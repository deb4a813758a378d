import type { ValueLimits } from '../../wire/msgpack/limits.ts';
import { AnswerDecoder } from '../../wire/answer/answerDecoder.ts';
import type { AnswerChunk } from './answerFrom.ts';
import type { Entry } from './entry.ts';
import { daemonErrorNote, decodeJsonBody } from './entryDecoder.ts';
import type { EventBody } from '../event.ts';
import type { FileBytes } from '../file/fileBytes.ts';

/**
 * Reads again what an entry holds that is no frame.
 *
 * @param limit bytes of output after which it is cut
 * @throws Error where something else stands there by now
 */
export async function readPiece(file: FileBytes, entry: Entry, limit: number): Promise<EventBody> {
  const { offset, size } = entry;
  const payload = await file.read(offset, entry.source === 'stderr' ? Math.min(size, limit) : size);
  if (entry.source === 'daemonError') return daemonErrorNote(payload);
  if (entry.source === 'stderr') return { type: 'stderr', value: new Uint8Array(payload) };
  return decodeJsonBody({ kind: entry.type, payload });
}

/**
 * Decodes the frame at the start of an answer.
 *
 * @param limit bytes of output after which it is cut
 * @returns `undefined` where something else stands there by now
 */
export async function decodeFirstFrame(
  answer: AsyncIterable<AnswerChunk>,
  limits: ValueLimits,
  entry: Entry,
  limit: number,
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
    { limits, collect: () => found.length === 0, start: { stdoutOffset: 0, dockerLeft: entry.dockerLeft } },
  );
  let left = entry.type === 'stdout' ? limit : Infinity;
  for await (const { channel, bytes } of answer) {
    decoder.push(channel, bytes);
    left -= bytes.length;
    if (found.length > 0 || left <= 0) break;
  }
  // Hands on what there is of output that was cut.
  if (found.length === 0) decoder.end();
  const [body] = found;
  return body?.type === 'stdout' && body.value.length > limit
    ? { type: 'stdout', value: body.value.slice(0, limit) }
    : body;
}
