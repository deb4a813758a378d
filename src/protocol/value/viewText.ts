import { formatSize, plural } from '../../text/words.ts';
import { readCut, type Cut, type CutKind } from './cut.ts';

/** Says that a value ends early: `… 1,668 more of 10,000 items`. */
export type CutNote = (cut: Cut) => string;

const UNITS: Readonly<Record<Exclude<CutKind, 'bytes' | 'ext' | 'value'>, string>> = {
  list: 'item',
  object: 'member',
  map: 'entry',
  text: 'character',
};

export function cutNote({ of, size, rest }: Cut): string {
  if (of === 'value') return `… a value of ${formatSize(size)}, too large to be shown`;
  if (of === 'bytes' || of === 'ext') return `… ${formatSize(rest)} more of ${formatSize(size)}`;
  return `… ${rest.toLocaleString('en')} more of ${plural(size, UNITS[of])}`;
}

/**
 * A value in the form for views, as JSON, where it is whole; where it is cut, it says so at that place, and is no JSON
 * any more. A text alone is written as it is.
 *
 * @param indent spaces of a level; 0 for one line
 */
export function viewText(json: unknown, indent: number, note: CutNote = cutNote): string {
  const cut = readCut(json);
  if (typeof json === 'string') return json;
  if (cut?.of === 'text' && typeof cut.shown === 'string') return `${cut.shown}\n${note(cut)}`;
  return new Writer(indent, note).write(json, '\n');
}

class Writer {
  readonly #indent: string;
  readonly #note: CutNote;

  constructor(indent: number, note: CutNote) {
    this.#indent = ' '.repeat(indent);
    this.#note = note;
  }

  /** @param line what begins a line on the level of the value */
  write(json: unknown, line: string): string {
    const cut = readCut(json);
    if (!cut) return this.#whole(json, undefined, line);
    const note = this.#note(cut);
    if (cut.of === 'value') return note;
    const isNested = cut.of === 'list' || cut.of === 'object' || cut.of === 'map';
    return isNested ? this.#whole(cut.shown, note, line) : `${this.write(cut.shown, line)} ${note}`;
  }

  /** @param note what stands behind the last item */
  #whole(json: unknown, note: string | undefined, line: string): string {
    if (typeof json !== 'object' || json === null) return JSON.stringify(json ?? null);
    const inner = `${line}${this.#indent}`;
    if (Array.isArray(json))
      return this.#between(
        '[]',
        Array.from(json, (item) => this.write(item, inner)),
        note,
        line,
      );
    const colon = this.#indent === '' ? ':' : ': ';
    const members = Object.entries(json).map(
      ([key, item]) => `${JSON.stringify(key)}${colon}${this.write(item, inner)}`,
    );
    return this.#between('{}', members, note, line);
  }

  #between(brackets: string, items: readonly string[], note: string | undefined, line: string): string {
    const all = note === undefined ? items : [...items, note];
    const [open = '', close = ''] = brackets;
    if (all.length === 0) return brackets;
    if (this.#indent === '') return `${open}${all.join(',')}${close}`;
    const inner = `${line}${this.#indent}`;
    return `${open}${inner}${all.join(`,${inner}`)}${line}${close}`;
  }
}
