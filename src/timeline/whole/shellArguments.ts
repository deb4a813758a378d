import { cmdJson, unicodeEscape } from '../../text/shell/cmdWord.ts';
import type { Shell } from '../../text/shell/shell.ts';
import { wordFor } from '../../text/shell/shellWord.ts';

/** How a command gets its arguments. */
export interface GivenArguments {
  /** What stands before the command. */
  readonly before: string;
  readonly words: readonly string[];
}

/** Characters that Windows surely takes in a command. */
const SHORT = 4000;

/**
 * Writes the list of arguments, JSON without a line break, into a command of a shell.
 *
 * @returns `undefined` where that is not possible
 */
export function argumentsFor(shell: Shell, json: string): GivenArguments | undefined {
  switch (shell) {
    case 'posix':
    case 'wsl':
    case 'fish':
      return given(wordFor(shell, json));
    case 'msys':
      // What looks like a path would come to the program as one of Windows.
      return given(wordFor(shell, json), json.includes('/') ? "MSYS2_ARG_CONV_EXCL='*' " : '');
    case 'cmd':
      return given(cmdJson(json));
    case 'powershell': {
      const plain = json.replaceAll(/[^ -~]/g, unicodeEscape);
      const word = plain.length > SHORT ? undefined : wordFor(shell, plain);
      if (word !== undefined) return given(word);
      // Each version writes double quotes in another way, but hands on as it is what comes in by a pipe, in ASCII.
      return { before: `'${plain.replaceAll("'", "''")}' | `, words: ['--args', "'@-'"] };
    }
    case 'other':
      return given(wordFor(shell, json.replaceAll(/['!]/g, unicodeEscape)));
  }
}

function given(word: string | undefined, before = ''): GivenArguments | undefined {
  return word === undefined ? undefined : { before, words: ['--args', word] };
}
