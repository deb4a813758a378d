import { posix } from 'node:path';
import { UsageError } from '../../../../errors/errors.ts';
import { GlobError, globTokens } from './ignore/globTokens.ts';
import { RuleSet, type Rule } from './ignore/ruleSet.ts';
import { namesSecret, secretIn } from './secrets.ts';

/** What is excluded from the build context. Paths are relative to the context, with slashes. */
export interface IgnoreRules {
  ignores(path: string): boolean;
  /** Whether it is excluded only as a secret: no rule of the project excludes or names it. */
  isSecret(path: string): boolean;
  /** Whether a rule with `!` might include something below an ignored folder again. */
  mayIncludeBelow(folder: string): boolean;
}

/** Maximum characters of a pattern; no path is longer. */
const MAX_PATTERN = 4096;

/**
 * @param text of the project's `.dockerignore`
 * @throws UsageError naming a line that Docker would refuse, too: no rule is skipped
 */
export function readIgnoreRules(text: string, platform: NodeJS.Platform = process.platform): IgnoreRules {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const rules: Rule[] = [];
  const exceptions: Exception[] = [];
  for (const [index, line] of lines.entries()) {
    const trimmed = line.trim();
    if (line.startsWith('#') || trimmed === '') continue;
    const isException = trimmed.startsWith('!');
    const written = isException ? trimmed.slice(1).trim() : trimmed;
    const rule: Rule = { tokens: tokensOf(written, index + 1, platform), isException };
    rules.push(rule);
    if (isException) exceptions.push(new Exception(written.replace(/^\/+/, ''), rule));
  }
  const all = new RuleSet(rules);
  return {
    ignores: (path) => all.ignores(path),
    isSecret: (path) => {
      const at = secretIn(path);
      if (at === -1) return false;
      const secret = path.split('/')[at] ?? '';
      return !exceptions.some((exception) => exception.names(path, secret));
    },
    mayIncludeBelow: (folder) => {
      const names = folder.split('/');
      return exceptions.some(({ parts }) => mayReachInto(names, parts));
    },
  };
}

/** A rule with `!`. */
class Exception {
  readonly parts: readonly string[];
  readonly #pattern: string;
  readonly #rule: Rule;
  #alone: RuleSet | undefined;

  constructor(pattern: string, rule: Rule) {
    this.parts = pattern.split('/');
    this.#pattern = pattern;
    this.#rule = rule;
  }

  names(path: string, secret: string): boolean {
    if (!namesSecret(this.#pattern, secret)) return false;
    this.#alone ??= new RuleSet([{ ...this.#rule, isException: false }]);
    return this.#alone.ignores(path);
  }
}

function tokensOf(written: string, line: number, platform: NodeJS.Platform): Rule['tokens'] {
  const isWindows = platform === 'win32';
  const withSlashes = isWindows ? written.replaceAll('\\', '/') : written;
  const pattern = posix
    .normalize(withSlashes)
    .replace(/(?<=.)\/$/, '')
    .replace(/^\/(?=.)/, '');
  const wrong = (why: string, cause?: unknown) =>
    new UsageError(`.dockerignore:${line}: ${shown(written)} is not a pattern: ${why}`, { cause });
  if (written === '') throw wrong('it names nothing');
  if (pattern.length > MAX_PATTERN) throw wrong(`it has more than ${MAX_PATTERN} characters`);
  try {
    return globTokens(pattern, !isWindows);
  } catch (error) {
    throw error instanceof GlobError ? wrong(error.message, error) : error;
  }
}

function shown(written: string): string {
  return JSON.stringify(written.length > 60 ? `${written.slice(0, 60)}…` : written);
}

/** Compares segment by segment, up to the first one that is a pattern or not in its simplest form. */
function mayReachInto(folder: readonly string[], pattern: readonly string[]): boolean {
  for (const [index, name] of folder.entries()) {
    const segment = pattern[index];
    if (segment === undefined) return false;
    if (/[*?[\\]/.test(segment) || segment === '' || segment === '.' || segment === '..') return true;
    if (segment !== name) return false;
  }
  return true;
}
