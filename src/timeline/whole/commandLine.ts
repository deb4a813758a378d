import type { DispatchMeta } from '../../recording/event.ts';
import { escapeJson } from '../../text/escape.ts';
import { shellPath, shellWord } from '../../text/shellWord.ts';
import { formatSize } from '../../text/words.ts';
import { formatArgumentJson } from '../../wire/json/argumentJson.ts';

/** Bytes of one word of a command: systems take no longer one. */
const MAX_WORD = 128 * 1024 - 1;

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
export function commandLine({ method, args, inmateDir, image, engine }: DispatchMeta): string {
  if (args === null) throw new NoCommandError('the arguments were too large to be recorded');
  const json = escapeJson(formatArgumentJson(args));
  const size = Buffer.byteLength(json);
  if (size > MAX_WORD) {
    throw new NoCommandError(
      `the arguments have ${formatSize(size)}, which is too long for a command: put them in a file, and say --args @FILE`,
    );
  }
  const options = [
    ...(engine.startsWith('process') ? ['--engine', 'process'] : []),
    ...(inmateDir === null && image !== null ? ['--image', shellWord(image)] : []),
    ...(args.length > 0 ? ['--args', shellWord(json)] : []),
  ];
  const called = [...(inmateDir === null ? [] : [shellPath(inmateDir)]), shellWord(method)];
  if (inmateDir === null && image === null) throw new NoCommandError('the recording does not say what was called');
  // Options come to their end before a name that begins like one.
  const end = method.startsWith('-') ? ['--'] : [];
  return ['hoosegow', 'run', ...options, ...end, ...called].join(' ');
}
