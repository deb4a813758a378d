import type { DispatchEvent } from '../../recording/event.ts';
import type { ExportFormat } from '../../protocol/protocol.ts';
import { toTagged } from '../../wire/json/taggedJson.ts';
import { EXPORT_ENDINGS } from './exportRecording.ts';

/** Something to be saved under a name of its own. */
export interface SavedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What a recording in another form is called. @param recording name of its file, without its ending */
export function exportName(recording: string, format: ExportFormat): string {
  return `${recording}.${EXPORT_ENDINGS[format]}`;
}

/**
 * The value of an event as a file: bytes as they are, anything else as JSON.
 *
 * @param recording name of its file, without its ending
 * @throws RangeError where it is too large for JSON
 */
export function valueFile(recording: string, event: DispatchEvent): SavedFile {
  const value: unknown = event.type === 'yield' && event.value.length === 1 ? event.value[0] : event.value;
  const name = `${recording}-${event.type}-${event.seq}`;
  return value instanceof Uint8Array
    ? { name: `${name}.bin`, bytes: value }
    : { name: `${name}.json`, bytes: Buffer.from(valueText(value, 2)) };
}

/**
 * A value as JSON with a line end, tagged where JSON has no form for it.
 *
 * @throws RangeError where it is too large for that: strings of JavaScript end at half a gigabyte
 */
export function valueText(value: unknown, indent: number): string {
  try {
    return `${JSON.stringify(toTagged(value), null, indent)}\n`;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new RangeError('the value is too large to be written as JSON', { cause: error });
  }
}
