import { DOCKER_HEADER_BYTES } from '../../wire/answer/demultiplexer.ts';
import type { EventBody } from '../event.ts';
import type { FileBytes } from '../file/fileBytes.ts';
import type { Entry } from './entry.ts';
import { daemonErrorNote, decodeJsonBody } from './entryDecoder.ts';
import { NO_BYTES, type RawBytes, type RowContent, type Wanted } from './rowContent.ts';

/**
 * Reads again an entry that is not a frame, together with its raw bytes.
 *
 * @throws Error where something else stands there by now
 */
export async function readPiece(file: FileBytes, entry: Entry, { body, raw }: Wanted): Promise<RowContent> {
  const { source, offset, size, headed } = entry;
  const before = headed ? DOCKER_HEADER_BYTES : 0;
  const payloadBytes = source === 'stderr' ? Math.min(size, body ?? 0) : size;
  const bodyEnd = body === undefined ? 0 : before + payloadBytes;
  const rawEnd = Math.min(before + size, raw ?? 0);
  const bytes = await file.read(offset - before, Math.max(bodyEnd, rawEnd));
  return {
    body: body === undefined ? undefined : decodePiece(entry, bytes.subarray(before, bodyEnd)),
    raw: raw === undefined ? NO_BYTES : rawPiece(entry, new Uint8Array(bytes.subarray(0, rawEnd)), before),
  };
}

function decodePiece({ source, type }: Entry, payload: Uint8Array): EventBody {
  if (source === 'daemonError') return daemonErrorNote(payload);
  if (source === 'stderr') return { type: 'stderr', value: new Uint8Array(payload) };
  return decodeJsonBody({ kind: type, payload });
}

function rawPiece({ headed, size }: Entry, bytes: Uint8Array, before: number): RawBytes {
  const isHeaderWhole = headed && bytes.length >= before;
  return {
    bytes,
    stretches: [
      ...(isHeaderWhole ? [{ kind: 'header' as const, from: 0, to: before }] : []),
      ...(bytes.length > before ? [{ kind: 'own' as const, from: before, to: bytes.length }] : []),
    ],
    headed,
    // The row may be only the first piece of its Docker frame.
    dockerLeft: isHeaderWhole ? new DataView(bytes.buffer).getUint32(4) : 0,
    whole: bytes.length === before + size,
  };
}
