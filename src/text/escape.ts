/**
 * Characters that steer a terminal or change the order or the look of the text around them: controls (C0, DEL, C1),
 * bidirectional controls, line separators, byte order marks, invisible tags, and halves of surrogate pairs.
 */
const UNSAFE =
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}\p{Cs}]/gu;

// oxlint-disable-next-line no-control-regex -- that is how colours are set
const COLOURS = /\u001b\[[\d;]*m/g;

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Makes text fit for one line of a terminal: what could act on it is shown as `\x1b`, `\n` or `\u{202e}`. */
export function escapeText(text: string): string {
  return text.replace(UNSAFE, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return SHORT[character] ?? (code < 0x100 ? `\\x${hex(code, 2)}` : `\\u{${hex(code, 1)}}`);
  });
}

/** Leaves out what only sets colours: Docker's classic builder paints red what a command prints to stderr. */
export function withoutColours(text: string): string {
  return text.replace(COLOURS, '');
}

/** `escapeText` for JSON, which stays the same JSON: such characters stand only in its strings. Line ends are kept. */
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
