import {
  MAX_MARKED_CHARACTERS,
  MAX_MARKED_RANGES,
  MAX_MARKED_TEXTS,
  type TextQuery,
} from '../../src/protocol/query.ts';
import { PlainFinder } from '../../src/text/findText.ts';
import { Latest } from '../model/latest.ts';

/** `[from, to, from, to, …]` in UTF-16 units. */
export type Ranges = readonly number[];

type AskRanges = (query: TextQuery, texts: readonly string[]) => Promise<readonly Ranges[]>;

const NONE: Ranges = [];
/** Texts whose ranges are remembered. */
const MAX_KNOWN = 20_000;

/**
 * Where a query matches in texts of the page. Literal text is found at once; a regular expression only by the host,
 * because it might never end, and nothing here could interrupt it.
 */
export class Marker {
  readonly #ask: AskRanges;
  readonly #changed: () => void;
  readonly #latest = new Latest();
  readonly #known = new Map<string, Ranges>();
  readonly #wanted = new Set<string>();
  #query: TextQuery | undefined;
  #plain: PlainFinder | undefined;

  /** @param changed called when ranges have come that were asked for */
  constructor(ask: AskRanges, changed: () => void) {
    this.#ask = ask;
    this.#changed = changed;
  }

  get query(): TextQuery | undefined {
    return this.#query;
  }

  /** @returns whether that is another query */
  use(query: TextQuery): boolean {
    if (query === this.#query) return false;
    this.#query = query;
    this.#known.clear();
    this.#wanted.clear();
    this.#plain = query.regex || query.text === '' ? undefined : new PlainFinder(query);
    return true;
  }

  /** The ranges in a text, as far as they are known; asks for them if they are not. */
  rangesOf(text: string): Ranges {
    if (this.#plain) return this.#plain.rangesIn(text, MAX_MARKED_RANGES);
    if (!this.#query?.regex || text === '' || text.length > MAX_MARKED_CHARACTERS) return NONE;
    const known = this.#known.get(text);
    if (known) return known;
    this.#wanted.add(text);
    // Together with what else is wanted in this turn.
    if (this.#wanted.size === 1) queueMicrotask(() => this.#latest.run(() => this.#load()));
    return NONE;
  }

  async #load(): Promise<void> {
    const query = this.#query;
    if (!query?.regex || query.text === '') return;
    const texts: string[] = [];
    let characters = 0;
    for (const text of this.#wanted) {
      characters += text.length;
      if (texts.length === MAX_MARKED_TEXTS || characters > MAX_MARKED_CHARACTERS) break;
      texts.push(text);
    }
    if (texts.length === 0) return;
    const ranges = await this.#ask(query, texts).catch(() => []);
    if (query !== this.#query) return;
    if (this.#known.size > MAX_KNOWN) this.#known.clear();
    texts.forEach((text, i) => {
      this.#wanted.delete(text);
      this.#known.set(text, ranges[i] ?? NONE);
    });
    this.#changed();
    if (this.#wanted.size > 0) this.#latest.run(() => this.#load());
  }
}
