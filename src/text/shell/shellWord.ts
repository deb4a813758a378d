import { cmdWord } from './cmdWord.ts';
import type { Shell } from './shell.ts';

/**
 * Text that a shell needs no quotes for. Some take a `=` or `%` at the beginning as a command to look for, or as a job.
 */
const PLAIN = /^[\w@+:,./-][\w@%+=:,./-]*$/;

/** The same for PowerShell: no number, which it would write in its own way, and nothing that it would split. */
const PLAIN_TO_POWERSHELL = /^[a-z_][\w:\\/.-]*$/i;

const PLAIN_ANYWHERE = /^[a-z_][\w/.-]*$/i;

/** Keys to a terminal into which it is pasted. A line break is none within quotes. */
// oxlint-disable-next-line no-control-regex -- it searches for them
const KEYS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/;

/** PowerShell takes typographic quotes for the plain one. */
const POWERSHELL_QUOTE = /['\u2018-\u201b]/g;

/** One word for a POSIX shell, whatever the text is. */
export function shellWord(text: string): string {
  return PLAIN.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/**
 * One word for a shell, to be typed or pasted there.
 *
 * @returns `undefined` where the text cannot be one
 */
export function wordFor(shell: Shell, text: string): string | undefined {
  if (KEYS.test(text)) return undefined;
  switch (shell) {
    case 'posix':
    case 'msys':
    case 'wsl':
      return shellWord(text);
    case 'fish':
      return PLAIN.test(text) ? text : `'${text.replaceAll(/[\\']/g, String.raw`\$&`)}'`;
    case 'powershell':
      return powershellWord(text);
    case 'cmd':
      return cmdWord(text);
    case 'other':
      if (PLAIN_ANYWHERE.test(text)) return text;
      return /['!\\\n]/.test(text) ? undefined : `'${text}'`;
  }
}

/**
 * What PowerShell hands to a program depends on its version: up to 7.2 it escapes no double quote, leaves out an empty
 * word and (5.1) lets a backslash at the end escape its own quote; from 7.3 on it escapes them all.
 */
function powershellWord(text: string): string | undefined {
  if (PLAIN_TO_POWERSHELL.test(text)) return text;
  if (text === '' || text.includes('"') || /\s.*\\$/s.test(text)) return undefined;
  return `'${text.replaceAll(POWERSHELL_QUOTE, '$&$&')}'`;
}

/** Text that cmd.exe, PowerShell and the shells of Git all take as it is in double quotes. */
const SAME_ON_WINDOWS = /^[^"$%`!\n]*[^"$%`!\n\\]$/;

/**
 * A path in a command of a message, whose reader may have any shell of the platform: one word, and not an option even
 * if its name begins with `-`.
 */
export function shellPath(path: string, platform: string): string {
  const named = path.startsWith('-') ? `./${path}` : path;
  if (platform !== 'win32') return shellWord(named);
  if (/^[\w:/.-]+$/.test(named)) return named;
  // No quotes are the same in all of them for the rest: those of PowerShell, which most have.
  return SAME_ON_WINDOWS.test(named) ? `"${named}"` : `'${named.replaceAll(POWERSHELL_QUOTE, '$&$&')}'`;
}

/** As `wordFor`, of a path: not an option even if its name begins with `-`. */
export function pathFor(shell: Shell, path: string): string | undefined {
  if (path.startsWith('-')) return wordFor(shell, `./${path}`);
  // The same folder, without a backslash at the end.
  return wordFor(shell, shell === 'powershell' && /\s.*\\$/s.test(path) ? `${path}.` : path);
}
