import type { Extent } from '../../../src/protocol/protocol.ts';
import type { TextKey } from '../../texts.ts';
import type { Language } from '../../view.ts';

/** Pixels beside the text of a cell. */
const PADDING = 12;

/** The size that takes the most characters. */
const LONGEST_SIZE = 1023.9 * 1024;

/**
 * Widths of the columns with numbers, as custom properties: as many digits wide as the longest that can come, so that
 * none is ever cut.
 */
export function columnWidths({ text, formats }: Language, extent: Extent): readonly (readonly [string, string])[] {
  const end = Math.max(extent.end, extent.inmateEnd);
  const width = (name: TextKey, ...longest: readonly string[]): string => {
    const characters = Math.max(text(name).length, ...longest.map((one) => one.length));
    return `calc(${characters}ch + ${PADDING}px)`;
  };
  const time = formats.milliseconds(end);
  return [
    ['--number-width', width('number', formats.count(extent.rows))],
    ['--time-width', width('time', time)],
    // By the inmate's clock a frame may be before the one above it.
    ['--delta-width', width('delta', `-${time}`)],
    ['--size-width', width('size', formats.size(LONGEST_SIZE))],
  ];
}
