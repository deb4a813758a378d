/** One of the theme's sixteen colours, or a colour in red, green and blue. */
export type AnsiColour =
  | { readonly kind: 'named'; readonly index: number }
  | { readonly kind: 'rgb'; readonly red: number; readonly green: number; readonly blue: number };

export interface AnsiStyle {
  readonly foreground: AnsiColour | undefined;
  readonly background: AnsiColour | undefined;
  readonly bold: boolean;
  readonly dim: boolean;
  readonly italic: boolean;
  readonly underline: boolean;
  readonly strike: boolean;
  readonly reverse: boolean;
}

export interface AnsiChunk {
  readonly text: string;
  readonly style: AnsiStyle;
}

type Flag = 'bold' | 'dim' | 'italic' | 'underline' | 'strike' | 'reverse';

export const PLAIN: AnsiStyle = {
  foreground: undefined,
  background: undefined,
  bold: false,
  dim: false,
  italic: false,
  underline: false,
  strike: false,
  reverse: false,
};

/** Text after more changes of style than this is unstyled: each costs an element. */
const MAX_CHUNKS = 10_000;
/** A terminal takes 16 to 32; the rest of a longer list has no effect. */
const MAX_PARAMETERS = 32;

/**
 * CSI with its parameters and final byte; OSC, DCS and similar ones with their content (ended by BEL or ST, aborted by
 * any other escape); other escapes. What does not match stays text, with a visible escape.
 */
const SEQUENCE =
  // oxlint-disable-next-line no-control-regex -- escape sequences consist of them
  /\u001b(?:\[([\u0030-\u003f]*)[\u0020-\u002f]*([\u0040-\u007e])|[\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\)|[\u0020-\u002f]*[\u0030-\u004f\u0051-\u0057\u0059\u005a\u005c\u0060-\u007e])/g;

/** Flags that a code sets, by code. Concealed and blinking text is shown normally, so that it can be read. */
const SET: Readonly<Record<number, Flag>> = {
  1: 'bold',
  2: 'dim',
  3: 'italic',
  4: 'underline',
  7: 'reverse',
  9: 'strike',
};

const UNSET: Readonly<Record<number, readonly Flag[]>> = {
  22: ['bold', 'dim'],
  23: ['italic'],
  24: ['underline'],
  27: ['reverse'],
  29: ['strike'],
};

/**
 * Reads the colours of terminal output. Drops every other sequence (cursor, title, link). For any text the time is
 * linear and the number of chunks bounded.
 */
export function readAnsi(text: string): AnsiChunk[] {
  const chunks: { text: string; style: AnsiStyle }[] = [];
  let style = PLAIN;
  let from = 0;
  const add = (to: number) => {
    if (to <= from) return;
    const last = chunks.at(-1);
    const part = text.slice(from, to);
    const used = chunks.length < MAX_CHUNKS ? style : (last?.style ?? style);
    if (last && sameStyle(last.style, used)) last.text += part;
    else chunks.push({ text: part, style: chunks.length === MAX_CHUNKS - 1 ? PLAIN : used });
  };
  for (const match of text.matchAll(SEQUENCE)) {
    add(match.index);
    from = match.index + match[0].length;
    if (match[2] === 'm') style = applySgr(style, match[1] ?? '');
  }
  add(text.length);
  return chunks;
}

function applySgr(before: AnsiStyle, parameters: string): AnsiStyle {
  // Private sequences, such as `CSI > 4 m`, do not set colours.
  if (/[<=>?]/.test(parameters)) return before;
  const codes = parameters.split(';', MAX_PARAMETERS);
  let style = before;
  for (let i = 0; i < codes.length; i++) {
    const [code = 0, ...rest] = (codes[i] ?? '').split(':').map(Number);
    if (code === 38 || code === 48) {
      const inline = rest.length > 0;
      const [colour, used] = extendedColour(inline ? rest : codes.slice(i + 1).map(Number), inline);
      if (!inline) i += used;
      if (colour) style = { ...style, [code === 38 ? 'foreground' : 'background']: colour };
    } else {
      style = code === 4 && rest[0] === 0 ? { ...style, underline: false } : applyCode(style, code);
    }
  }
  return style;
}

function applyCode(style: AnsiStyle, code: number): AnsiStyle {
  if (code === 0) return PLAIN;
  const set = SET[code];
  if (set) return { ...style, [set]: true };
  const unset = UNSET[code];
  if (unset) return { ...style, ...Object.fromEntries(unset.map((flag) => [flag, false])) };
  if (code === 39) return { ...style, foreground: undefined };
  if (code === 49) return { ...style, background: undefined };
  const index = namedIndex(code);
  if (index === undefined) return style;
  const foreground = code < 40 || (code >= 90 && code < 100);
  return { ...style, [foreground ? 'foreground' : 'background']: { kind: 'named', index } };
}

function namedIndex(code: number): number | undefined {
  const digit = code % 10;
  if (digit > 7) return undefined;
  const tens = code - digit;
  if (tens === 30 || tens === 40) return digit;
  return tens === 90 || tens === 100 ? digit + 8 : undefined;
}

/** Reads what follows 38 or 48. Returns the colour and how many parameters it used. */
function extendedColour(values: readonly number[], inline: boolean): [AnsiColour | undefined, number] {
  if (values[0] === 5) return [paletteColour(values[1] ?? NaN), 2];
  if (values[0] !== 2) return [undefined, 1];
  // With colons, a colour space (usually empty) may precede the three.
  const [red = NaN, green = NaN, blue = NaN] = inline && values.length > 4 ? values.slice(2) : values.slice(1);
  return [[red, green, blue].every(isByte) ? { kind: 'rgb', red, green, blue } : undefined, 4];
}

function paletteColour(index: number): AnsiColour | undefined {
  if (!isByte(index)) return undefined;
  if (index < 16) return { kind: 'named', index };
  if (index >= 232) {
    const grey = 8 + (index - 232) * 10;
    return { kind: 'rgb', red: grey, green: grey, blue: grey };
  }
  const level = (step: number) => (step === 0 ? 0 : 55 + step * 40);
  const cube = index - 16;
  return {
    kind: 'rgb',
    red: level(Math.floor(cube / 36)),
    green: level(Math.floor(cube / 6) % 6),
    blue: level(cube % 6),
  };
}

function isByte(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= 255;
}

function sameStyle(a: AnsiStyle, b: AnsiStyle): boolean {
  if (a === b) return true;
  return (
    a.bold === b.bold &&
    a.dim === b.dim &&
    a.italic === b.italic &&
    a.underline === b.underline &&
    a.strike === b.strike &&
    a.reverse === b.reverse &&
    sameColour(a.foreground, b.foreground) &&
    sameColour(a.background, b.background)
  );
}

function sameColour(a: AnsiColour | undefined, b: AnsiColour | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (a.kind === 'named') return b.kind === 'named' && a.index === b.index;
  return b.kind === 'rgb' && a.red === b.red && a.green === b.green && a.blue === b.blue;
}
