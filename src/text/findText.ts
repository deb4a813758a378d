/** How a text is compared. */
export interface PlainQuery {
  readonly text: string;
  readonly caseSensitive: boolean;
  readonly wholeWord: boolean;
}

const WORD = /^[\p{L}\p{N}\p{M}_]$/u;

/** Finds a literal text, the same way for filters, for searches and for marks. Its time is that of `indexOf`. */
export class PlainFinder {
  readonly #query: PlainQuery;
  readonly #needle: string;

  constructor(query: PlainQuery) {
    this.#query = query;
    this.#needle = query.caseSensitive ? query.text : lowerCase(query.text);
  }

  isIn(text: string): boolean {
    return this.rangesIn(text, 1).length > 0;
  }

  /** @returns up to `most` ranges that do not overlap, as `[from, to, from, to, …]` */
  rangesIn(text: string, most: number): number[] {
    const { caseSensitive, wholeWord } = this.#query;
    const needle = this.#needle;
    const ranges: number[] = [];
    if (needle === '') return ranges;
    const hay = caseSensitive ? text : lowerCase(text);
    for (let from = hay.indexOf(needle); from !== -1 && ranges.length < 2 * most;) {
      const to = from + needle.length;
      const isMatch = !wholeWord || isWhole(text, from, to);
      if (isMatch) ranges.push(from, to);
      from = hay.indexOf(needle, isMatch ? to : from + 1);
    }
    return ranges;
  }
}

/** Lower case of the same length, so that offsets stay true: a few letters would become two. */
function lowerCase(text: string): string {
  const lower = text.toLowerCase();
  if (lower.length === text.length) return lower;
  return Array.from(text, (one) => {
    const small = one.toLowerCase();
    return small.length === one.length ? small : one;
  }).join('');
}

/** Whether no word goes on beyond the ends of a range. */
function isWhole(text: string, from: number, to: number): boolean {
  return !(isWordAt(text, from) && isWordBefore(text, from)) && !(isWordBefore(text, to) && isWordAt(text, to));
}

function isWordAt(text: string, at: number): boolean {
  return at < text.length && WORD.test(String.fromCodePoint(text.codePointAt(at) ?? 0));
}

function isWordBefore(text: string, at: number): boolean {
  const low = text.charCodeAt(at - 1);
  const isPair = at > 1 && low >= 0xdc00 && low <= 0xdfff;
  return at > 0 && isWordAt(text, isPair ? at - 2 : at - 1);
}
