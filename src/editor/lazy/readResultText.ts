import type { RecordingReader } from '../../recording/recordingReader.ts';
import { toTagged } from '../../wire/json/taggedJson.ts';

/** What a dispatch returned or raised: a text as it is, anything else as JSON. `undefined` where it did neither. */
export async function readResultText(reader: RecordingReader): Promise<string | undefined> {
  for await (const { events } of reader.eventBatches({ types: new Set(['return', 'raise'] as const) })) {
    for (const event of events) {
      if (event.type !== 'return' && event.type !== 'raise') continue;
      return typeof event.value === 'string' ? event.value : JSON.stringify(toTagged(event.value), null, 2);
    }
  }
  return undefined;
}
