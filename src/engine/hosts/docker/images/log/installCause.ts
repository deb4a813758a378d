import { stripVTControlCharacters } from 'node:util';

/** Characters of a line that are told. */
const MAX_LINE = 500;

/** How each package manager says why an install failed: npm in front of its usage and the place of its log. */
const SAYINGS: readonly RegExp[] = [
  /^npm (?:error|ERR!) (?!code |errno |syscall )(\S.*)$/,
  /^[^\w[]{0,4}\[?(ERR_PNPM_\w.*)$/,
  // Of Yarn 2 and later, where YN0000 heads sections and counts.
  /^➤ (YN(?!0000)\d{4}: .*)$/,
];
/** Of Yarn 1, whose errors are told as everybody's are. */
const YARN_1 = /^yarn install v1\./m;
const YARN_1_ERROR = /^error (\S.*)$/;

/**
 * Why a package manager failed in a step of a build, of which the builder tells the exit status alone.
 *
 * @param output of the step that failed
 */
export function installCause(output: string): string | undefined {
  // The classic builder colours what comes from stderr.
  const text = stripVTControlCharacters(output);
  const lines = text.split(/\r?\n/);
  for (const saying of YARN_1.test(text) ? [...SAYINGS, YARN_1_ERROR] : SAYINGS) {
    const said = lines.flatMap((line) => saying.exec(line)?.[1] ?? []);
    // Yarn warns in the same form, in front of what it fails of.
    const cause = said[0]?.startsWith('YN') === true ? said.at(-1) : said[0];
    if (cause !== undefined) return cause.trim().slice(0, MAX_LINE);
  }
  return undefined;
}
