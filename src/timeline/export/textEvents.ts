import type { DispatchEvent } from '../../recording/event.ts';
import type { RecordingReader } from '../../recording/recordingReader.ts';
import { WholeCharacters } from '../../recording/wholeCharacters.ts';

/**
 * The events, with output split between characters, for exports that write each piece as text.
 *
 * @throws RecordingError if the recording cannot be read, and the signal's reason
 */
export async function* textEvents(
  reader: RecordingReader,
  signal: AbortSignal | undefined,
): AsyncGenerator<DispatchEvent, void> {
  const characters = new WholeCharacters();
  for await (const event of reader.events({ signal })) yield* characters.take(event);
  yield* characters.end();
}
