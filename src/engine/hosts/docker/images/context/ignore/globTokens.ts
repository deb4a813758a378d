/** What one step of a pattern takes. */
export type GlobToken =
  | { readonly kind: 'literal'; readonly character: string }
  /** One character that `takes` accepts. */
  | { readonly kind: 'one'; readonly takes: (character: string) => boolean }
  /** Any number of characters, with or without slashes. */
  | { readonly kind: 'many'; readonly slash: boolean }
  /** Makes the next token optional. */
  | { readonly kind: 'maybe' }
  /** Folders, each with its slash. */
  | { readonly kind: 'folders' };

/** An invalid pattern; the message says what is wrong with it. */
export class GlobError extends Error {}

const NOT_SLASH: GlobToken = { kind: 'one', takes: (character) => character !== '/' };
const ANYTHING: GlobToken = { kind: 'many', slash: true };
const NAME: GlobToken = { kind: 'many', slash: false };
/** Character classes for a letter after a backslash, as in the regular expressions that Docker makes of patterns. */
const CLASSES: Readonly<Record<string, RegExp>> = { d: /\d/, D: /\D/, w: /\w/, W: /\W/, s: /\s/, S: /\S/ };

/**
 * Reads a pattern of a `.dockerignore` as Docker does: `*` and `?` stop at slashes, `**` does not, and `**` before
 * plain text matches everything that ends with this text.
 *
 * @param pattern in its simplest form, with slashes
 * @param escapes whether a backslash makes the next character plain; on Windows it is a slash
 * @throws GlobError
 */
export function globTokens(pattern: string, escapes: boolean): readonly GlobToken[] {
  const characters = Array.from(pattern);
  if (/^\*\*[^/*?[\\][^*?[\\]*$/.test(pattern)) return [ANYTHING, ...characters.slice(2).map(literal)];
  const tokens: GlobToken[] = [];
  const add = (token: GlobToken) => {
    const last = tokens.at(-1);
    // A second one adds nothing.
    if (token.kind === 'many' && last?.kind === 'many' && last.slash === token.slash) return;
    tokens.push(token);
  };
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] ?? '';
    if (character === '*' && characters[at + 1] === '*') {
      at++;
      if (characters[at + 1] === '/') at++;
      if (at + 1 >= characters.length) add(ANYTHING);
      else if (tokens.at(-1)?.kind !== 'folders') tokens.push({ kind: 'maybe' }, { kind: 'folders' });
    } else if (character === '*') {
      add(NAME);
    } else if (character === '?') {
      add(NOT_SLASH);
    } else if (character === '[') {
      const { token, end } = classAt(characters, at, escapes);
      add(token);
      at = end;
    } else if (character === '\\' && escapes && at + 1 < characters.length) {
      add(escaped(characters[++at] ?? ''));
    } else {
      add(literal(character));
    }
  }
  return tokens;
}

function literal(character: string): GlobToken {
  return { kind: 'literal', character };
}

function escaped(character: string): GlobToken {
  const stands = CLASSES[character];
  return stands ? { kind: 'one', takes: (found) => stands.test(found) } : literal(character);
}

/** A class of characters in brackets, as Go's `filepath.Match` checks it and its regular expressions then read it. */
function classAt(characters: readonly string[], start: number, escapes: boolean): { token: GlobToken; end: number } {
  let at = start + 1;
  const isNegated = characters[at] === '^';
  if (isNegated) at++;
  const ranges: Range[] = [];
  const next = (): number => {
    if (characters[at] === '\\' && escapes) at++;
    else if (characters[at] === '-' || characters[at] === ']')
      throw new GlobError('a range in its brackets has no end');
    const code = characters[at++]?.codePointAt(0);
    if (code === undefined) throw new GlobError('a bracket is not closed');
    return code;
  };
  while (characters[at] !== ']' || ranges.length === 0) {
    const from = next();
    if (characters[at] !== '-') {
      ranges.push([from, from]);
      continue;
    }
    at++;
    ranges.push([from, next()]);
  }
  const known = joined(ranges);
  const takes = (character: string) => isIn(known, character.codePointAt(0) ?? 0) !== isNegated;
  return { token: { kind: 'one', takes }, end: at };
}

type Range = readonly [from: number, to: number];

/** Sorted and merged, so that a lookup takes few steps however many there are. */
function joined(ranges: readonly Range[]): readonly Range[] {
  const result: [from: number, to: number][] = [];
  for (const [from, to] of ranges.filter(([a, b]) => a <= b).toSorted(([a], [b]) => a - b)) {
    const last = result.at(-1);
    if (last && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else result.push([from, to]);
  }
  return result;
}

function isIn(ranges: readonly Range[], code: number): boolean {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const [from, to] = ranges[middle] ?? [0, 0];
    if (code < from) high = middle;
    else if (code > to) low = middle + 1;
    else return true;
  }
  return false;
}
