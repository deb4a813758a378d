import { FLAG } from './signs.ts';

/**
 * Characters that control a terminal or change the order or the look of the text around them: controls (C0, DEL, C1),
 * bidirectional controls, line separators, byte order marks, invisible tags, and lone surrogates.
 */
const UNSAFE =
  // oxlint-disable-next-line no-control-regex -- it searches for them
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}\p{Cs}]/gu;

/** The same, or a flag, of which such characters are a part. */
const FLAG_OR_UNSAFE = new RegExp(`(?<flag>${FLAG})|${UNSAFE.source}`, 'gu');

// oxlint-disable-next-line no-control-regex -- colours are set with them
const COLOURS = /\u001b\[[\d;]*m/g;

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Escapes text for one line of a terminal: unsafe characters become `\x1b`, `\n` or `\u{202e}`. */
export function escapeText(text: string): string {
  return text.replace(FLAG_OR_UNSAFE, (character, flag: string | undefined) => {
    if (flag !== undefined) return flag;
    const code = character.codePointAt(0) ?? 0;
    return SHORT[character] ?? (code < 0x100 ? `\\x${hex(code, 2)}` : `\\u{${hex(code, 1)}}`);
  });
}

/** Removes sequences that set colours: Docker's classic builder prints a command's stderr in red. */
export function withoutColours(text: string): string {
  return text.replace(COLOURS, '');
}

/** `escapeText` for JSON. The value stays the same: such characters occur only in its strings. Keeps line ends. */
export function escapeJson(json: string): string {
  return json.replace(UNSAFE, (character) => {
    if (character === '\n') return character;
    const units = Array.from({ length: character.length }, (_, i) => character.charCodeAt(i));
    return units.map((unit) => `\\u${hex(unit, 4)}`).join('');
  });
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0');
}
