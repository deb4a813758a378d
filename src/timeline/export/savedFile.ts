import type { DispatchEvent } from '../../recording/event.ts';
import type { ExportFormat } from '../../protocol/protocol.ts';
import { toTagged } from '../../wire/json/taggedJson.ts';
import { frameNumber } from '../../text/frameNumber.ts';
import { valueOf } from '../detail/valuePlace.ts';
import { EXPORT_ENDINGS } from './exportRecording.ts';

/** Content to save, with a suggested file name. */
export interface SavedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** File name of an exported recording. @param recording name of its file, without its extension */
export function exportName(recording: string, format: ExportFormat): string {
  return `${recording}.${EXPORT_ENDINGS[format]}`;
}

/**
 * The value of an event as a file: bytes unchanged, anything else as JSON.
 *
 * @param recording name of its file, without its extension
 * @throws RangeError if it is too large for JSON
 */
export function valueFile(recording: string, event: DispatchEvent): SavedFile {
  const value = valueOf(event);
  const name = `${recording}-${event.type}-${frameNumber(event.seq)}`;
  return value instanceof Uint8Array
    ? { name: `${name}.bin`, bytes: value }
    : { name: `${name}.json`, bytes: Buffer.from(valueText(value, 2)) };
}

/**
 * A value as JSON with a line end; tagged if JSON cannot represent it.
 *
 * @throws RangeError if it is too large: JavaScript's strings are limited to half a gigabyte
 */
export function valueText(value: unknown, indent: number): string {
  try {
    return `${JSON.stringify(toTagged(value), null, indent)}\n`;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new RangeError('the value is too large to be written as JSON', { cause: error });
  }
}
