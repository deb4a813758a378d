import dockerignore from '@balena/dockerignore';

/** What a `.dockerignore` keeps out of the build context. Paths are relative to the context, with slashes. */
export interface IgnoreRules {
  ignores(path: string): boolean;
  /** Whether a rule with `!` might take something below an ignored folder back in. */
  mayIncludeBelow(folder: string): boolean;
}

export function readIgnoreRules(text: string): IgnoreRules {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const matcher = dockerignore({ ignorecase: false }).add(lines);
  const exceptions = lines
    .map((line) => line.trim())
    .filter((line) => line.startsWith('!'))
    .map((line) => line.slice(1).trim().replace(/^\/+/, '').split('/'));
  return {
    ignores: (path) => matcher.ignores(path),
    mayIncludeBelow: (folder) => exceptions.some((pattern) => mayReachInto(folder.split('/'), pattern)),
  };
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
