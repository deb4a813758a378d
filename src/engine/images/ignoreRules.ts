import dockerignore from '@balena/dockerignore';
import { namesSecret, secretIn } from './secrets.ts';

/** What is kept out of the build context. Paths are relative to the context, with slashes. */
export interface IgnoreRules {
  ignores(path: string): boolean;
  /** Whether something is kept out as a secret that no rule of the project's own keeps out, or names. */
  isSecret(path: string): boolean;
  /** Whether a rule with `!` might take something below an ignored folder back in. */
  mayIncludeBelow(folder: string): boolean;
}

/** @param text of the project's `.dockerignore` */
export function readIgnoreRules(text: string): IgnoreRules {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const matcher = dockerignore({ ignorecase: false }).add(lines.map(spelt));
  const exceptions = lines
    .map((line) => line.trim())
    .filter((line) => line.startsWith('!'))
    .map((line) => line.slice(1).trim().replace(/^\/+/, ''))
    .map((pattern) => ({
      pattern,
      parts: pattern.split('/'),
      matches: dockerignore({ ignorecase: false }).add([spelt(pattern)]),
    }));
  const isNamed = (path: string, secret: string) =>
    exceptions.some(({ pattern, matches }) => namesSecret(pattern, secret) && matches.ignores(path));
  return {
    ignores: (path) => matcher.ignores(path),
    isSecret: (path) => {
      const at = secretIn(path);
      return at !== -1 && !isNamed(path, path.split('/')[at] ?? '');
    },
    mayIncludeBelow: (folder) => exceptions.some(({ parts }) => mayReachInto(folder.split('/'), parts)),
  };
}

/**
 * A line as the matcher has to have it to do what Docker does: to it `+`, `(` and the like are themselves, and `**` in front
 * of a plain text is whatever ends so, in any folder. The matcher takes the former for those of a regular expression, and
 * the latter for a whole name.
 */
function spelt(line: string): string {
  if (line.startsWith('#')) return line;
  const [, negation = '', pattern = ''] = /^\s*(!?)(.*)$/s.exec(line) ?? [];
  const whole = pattern.trim().replace(/^\*\*(?=[^/*?[\\][^*?[\\]*$)/, '**/*');
  const literal = whole.replace(/\\.|\[(?:\\.|[^\]\\])*\]|[+(){}|^]/gs, (found) => {
    if (found.length > 1) return found;
    return found === '^' ? '\\^' : `[${found}]`;
  });
  return `${negation}${literal}`;
}

/** Segment by segment, up to the first one that is a pattern or not in its simplest form. */
function mayReachInto(folder: readonly string[], pattern: readonly string[]): boolean {
  for (const [index, name] of folder.entries()) {
    const segment = pattern[index];
    if (segment === undefined) return false;
    if (/[*?[\\]/.test(segment) || segment === '' || segment === '.' || segment === '..') return true;
    if (segment !== name) return false;
  }
  return true;
}
