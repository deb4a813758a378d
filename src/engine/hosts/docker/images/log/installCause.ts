import { stripVTControlCharacters } from 'node:util';

/** Maximum characters of a line that is reported. */
const MAX_LINE = 500;

/** How each package manager reports a failed install: npm before its usage and the path of its log. */
const SAYINGS: readonly RegExp[] = [
  /^npm (?:error|ERR!) (?!code |errno |syscall )(\S.*)$/,
  /^[^\w[]{0,4}\[?(ERR_PNPM_\w.*)$/,
  // Yarn 2 and later, where YN0000 marks sections and counts.
  /^➤ (YN(?!0000)\d{4}: .*)$/,
];
/** Yarn 1: its errors look like those of any program, so they are searched for only in its own output. */
const YARN_1 = /^yarn install v1\./m;
const YARN_1_ERROR = /^error (\S.*)$/;

/**
 * Why a package manager failed in a step of a build; the builder reports only the exit status.
 *
 * @param output of the step that failed
 */
export function installCause(output: string): string | undefined {
  // The classic builder colours stderr.
  const text = stripVTControlCharacters(output);
  const lines = text.split(/\r?\n/);
  for (const saying of YARN_1.test(text) ? [...SAYINGS, YARN_1_ERROR] : SAYINGS) {
    const said = lines.flatMap((line) => saying.exec(line)?.[1] ?? []);
    // Yarn's warnings have the same form, and come before the error.
    const cause = said[0]?.startsWith('YN') === true ? said.at(-1) : said[0];
    if (cause !== undefined) return cause.trim().slice(0, MAX_LINE);
  }
  return undefined;
}
