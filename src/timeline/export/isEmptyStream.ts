import type { RecordingReader } from '../../recording/recordingReader.ts';

/**
 * Whether nothing has been printed on a stream so far.
 *
 * @throws RecordingError if the recording cannot be read, and the signal's reason
 */
export async function isEmptyStream(
  reader: RecordingReader,
  stream: 'stdout' | 'stderr',
  signal?: AbortSignal,
): Promise<boolean> {
  for await (const { type, value } of reader.events({ signal, types: new Set([stream] as const) })) {
    if (type === stream && value.length > 0) return false;
  }
  return true;
}
