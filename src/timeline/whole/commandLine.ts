import type { DispatchMeta } from '../../recording/event.ts';
import { escapeJson } from '../../text/escape.ts';
import type { Shell } from '../../text/shell/shell.ts';
import { pathFor, wordFor } from '../../text/shell/shellWord.ts';
import { formatSize } from '../../text/words.ts';
import { formatArgumentJson } from '../../wire/json/argumentJson.ts';
import { argumentsFor, type GivenArguments } from './shellArguments.ts';

/** Bytes of one word of a command: systems take no longer one. */
const MAX_WORD = 128 * 1024 - 1;

/** Characters of a command, of which Windows adds the path of Node and that of ours. */
const MAX_LINE: Readonly<Partial<Record<Shell, number>>> = { msys: 32_000, cmd: 7600 };

const NONE: GivenArguments = { before: '', words: [] };

/** Says why there is no command for a call. */
export class NoCommandError extends Error {
  override name = 'NoCommandError';
}

/**
 * The command that makes the same call as a dispatch, quoted for a shell. Limits and settings are those of where it is
 * run.
 *
 * @throws NoCommandError if there is none
 */
export function commandLine({ method, args, inmateDir, image, engine }: DispatchMeta, shell: Shell): string {
  if (args === null) throw new NoCommandError('the arguments were too large to be recorded');
  if (inmateDir === null && image === null) throw new NoCommandError('the recording does not say what was called');
  if (shell === 'wsl' && inmateDir !== null) {
    throw new NoCommandError(
      "the terminal's shell is that of a Linux within Windows (WSL), where the inmate has another path",
    );
  }
  const json = escapeJson(formatArgumentJson(args));
  if (Buffer.byteLength(json) > MAX_WORD) throw tooLong(json);
  const given = args.length > 0 ? demand(argumentsFor(shell, json), 'arguments have', shell) : NONE;
  const options = [
    ...(engine.startsWith('process') ? ['--engine', 'process'] : []),
    ...(inmateDir === null && image !== null
      ? ['--image', demand(wordFor(shell, image), 'name of the image has', shell)]
      : []),
    ...given.words,
  ];
  const folder = inmateDir === null ? [] : [demand(pathFor(shell, inmateDir), 'name of the folder has', shell)];
  const called = [...folder, demand(wordFor(shell, method), 'name of the method has', shell)];
  // Options come to their end before a name that begins like one. PowerShell takes bare dashes for its own end.
  const end = method.startsWith('-') ? [shell === 'powershell' ? "'--'" : '--'] : [];
  const line = `${given.before}${['hoosegow', 'run', ...options, ...end, ...called].join(' ')}`;
  if (line.length > (MAX_LINE[shell] ?? Infinity)) throw tooLong(json);
  return line;
}

/** What a shell is called in messages. */
const NAMES: Readonly<Record<Shell, string>> = {
  posix: 'a shell',
  msys: 'a shell',
  fish: 'fish',
  powershell: 'PowerShell',
  cmd: 'cmd.exe',
  wsl: 'WSL',
  other: "the terminal's shell",
};

function demand<T>(written: T | undefined, what: string, shell: Shell): T {
  if (written !== undefined) return written;
  throw new NoCommandError(`the ${what} characters that cannot be written in a command of ${NAMES[shell]}`);
}

function tooLong(json: string): NoCommandError {
  return new NoCommandError(
    `the arguments have ${formatSize(Buffer.byteLength(json))}, which is too long for a command: put them in a file, and say --args @FILE`,
  );
}
