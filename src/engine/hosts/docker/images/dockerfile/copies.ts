import { GlobStates } from '../context/ignore/globStates.ts';
import { globTokens } from '../context/ignore/globTokens.ts';
import type { Dockerfile, Instruction } from './parseDockerfile.ts';

/** What a Dockerfile takes from its context. */
export interface Copies {
  /** Sources that are plain names, as a path of the context, each with its line. */
  readonly sources: readonly { readonly source: string; readonly line: number }[];
  /** Line of the first command that installs packages; `undefined` where none does. */
  readonly install: number | undefined;
  /** Whether that command is our own, which has the credentials of the settings. */
  readonly isOurs: boolean;
  /** Whether a file at the top of the context is copied before that command. */
  takes(name: string): boolean;
}

/** Maximum characters of a pattern. */
const MAX_PATTERN = 1024;
const INSTALLS =
  /\b(?:npm\s+(?:ci|i|install)|pnpm\s+(?:i|install)|yarn(?:\s+install)?\s*(?:$|--|&&)|node\s+(?:\S*\/)?install\.cjs)\b/m;

export function copiesOf({ instructions }: Dockerfile): Copies {
  const sources: { source: string; line: number }[] = [];
  const patterns: { pattern: string; line: number }[] = [];
  for (const instruction of instructions) {
    if (!isCopy(instruction)) continue;
    const { line } = instruction;
    for (const word of sourcesOf(instruction)) {
      const plain = withoutLastSlashes(word.replace(/^(?:\.?\/)+/, '')) || '.';
      patterns.push({ pattern: plain, line });
      // Only the builder knows what a variable or a pattern means.
      if (plain !== '.' && !/[$*?[\\]|:\/\/|^git@|\.\./.test(word)) sources.push({ source: plain, line });
    }
  }
  const installs = instructions.find(({ keyword, rest }) => keyword === 'RUN' && INSTALLS.test(rest));
  const install = installs?.line;
  const takes = (name: string) =>
    patterns.some(
      ({ pattern, line }) => (install === undefined || line < install) && (pattern === '.' || matches(pattern, name)),
    );
  return { sources, install, isOurs: installs?.rest.includes('install.cjs') ?? false, takes };
}

function isCopy({ keyword, flags, heredoc }: Instruction): boolean {
  return (keyword === 'COPY' || keyword === 'ADD') && !heredoc && !flags.some(({ name }) => name === 'from');
}

/** All words but the last one, which is the destination. */
function sourcesOf({ rest }: Instruction): readonly string[] {
  if (rest.startsWith('[')) {
    try {
      const words: unknown = JSON.parse(rest);
      return Array.isArray(words) ? words.slice(0, -1).map(String) : [];
    } catch {
      return [];
    }
  }
  return rest.split(/\s+/).slice(0, -1);
}

function withoutLastSlashes(word: string): string {
  let end = word.length;
  while (word[end - 1] === '/') end--;
  return word.slice(0, end);
}

/** Enough for the names of lock files and settings. */
function matches(pattern: string, name: string): boolean {
  // Longer than any such name, even with a class for each character.
  if (pattern.length > MAX_PATTERN) return false;
  try {
    const machine = new GlobStates(globTokens(pattern, true));
    return machine.accepts(machine.after(machine.start(), Array.from(name), { spend: () => undefined }));
  } catch {
    return false;
  }
}
