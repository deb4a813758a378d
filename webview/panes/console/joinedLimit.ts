/** Characters that join one cell: more than any script has, fewer than make a browser's text layout slow. */
const MOST_JOINED = 32;

const JOINER =
  /^[\p{Mark}\p{Emoji_Modifier}\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u0d4e\u{110bd}\u{110cd}\u{111c2}\u{111c3}\u{1193f}\u{11941}\u{11a84}-\u{11a89}\u{11f02}\u0e33\u0eb3\u1100-\u11ff\ua960-\ua97c\ud7b0-\ud7fb\u{e0020}-\u{e007f}]$/u;

const PICTOGRAPH = /^\p{Extended_Pictographic}$/u;
const ZERO_WIDTH_NON_JOINER = 0x200c;
const ZERO_WIDTH_JOINER = 0x200d;
const REORDERING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
/** Below, no character joins another. */
const FIRST_JOINER = 0x300;

/** Stands for the characters that are left out. */
const LEFT_OUT = '\ufffd';

/**
 * Bounds how many characters share a cell: a million combining marks on one letter would keep a browser busy for minutes.
 * What is left out is marked.
 */
export class JoinedLimit {
  #joined = 0;
  #last = 0;

  reset(): void {
    this.#joined = 0;
    this.#last = 0;
  }

  /** Bounds them; and characters that reorder those around them are written out, as everywhere else on the page. */
  apply(text: string): string {
    return this.#bound(text).replaceAll(REORDERING, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
  }

  #bound(text: string): string {
    // Hardly any text has more of them than fit.
    if (!/[\u0300-\uffff]/.test(text)) {
      if (text !== '') this.reset();
      return text;
    }
    let kept = '';
    let from = 0;
    for (let at = 0; at < text.length;) {
      const code = text.codePointAt(at) ?? 0;
      const end = at + (code > 0xffff ? 2 : 1);
      if (this.#isTooMuch(code)) {
        kept += text.slice(from, at) + (this.#joined === MOST_JOINED + 1 ? LEFT_OUT : '');
        from = end;
      }
      at = end;
    }
    return kept + text.slice(from);
  }

  #isTooMuch(code: number): boolean {
    const isJoined =
      code >= FIRST_JOINER && (isJoiner(code) || (this.#last === ZERO_WIDTH_JOINER && isPictograph(code)));
    this.#last = code;
    this.#joined = isJoined ? this.#joined + 1 : 0;
    return this.#joined > MOST_JOINED;
  }
}

function isJoiner(code: number): boolean {
  // Kanji, kana and Hangul syllables, of which there are most.
  if (code >= 0x3100 && code < 0xa66f) return false;
  if (code >= 0xac00 && code < 0xd7b0) return false;
  return code === ZERO_WIDTH_JOINER || code === ZERO_WIDTH_NON_JOINER || JOINER.test(String.fromCodePoint(code));
}

function isPictograph(code: number): boolean {
  return PICTOGRAPH.test(String.fromCodePoint(code));
}
