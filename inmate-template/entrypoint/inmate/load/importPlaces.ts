import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAX_BYTES = 2 * 1024 * 1024;

/** Where a source file imports something. */
export interface ImportPlace {
  readonly specifier: string;
  /** From 1. */
  readonly line: number;
}

/** What a source file imports by a literal, as far as its text tells without being parsed. */
export function importsIn(file: string): readonly ImportPlace[] {
  const text = readText(file);
  const pattern = /\b(?:from|import|require)\s*\(?\s*(["'`])([^"'`\n\\]{1,1000})\1/g;
  return Array.from(text.matchAll(pattern), ({ index, 2: specifier = '' }) => ({
    specifier,
    line: text.slice(0, index).split('\n').length + linesWithin(text.slice(index), specifier),
  }));
}

/** The path of an import by path or file URL. */
export function pathOfImport(file: string, specifier: string): string | undefined {
  try {
    if (specifier.startsWith('file:')) return fileURLToPath(specifier);
  } catch {
    return undefined;
  }
  return /^\.{0,2}\//.test(specifier) ? resolve(dirname(file), specifier) : undefined;
}

/** The line of a file, without its indentation. @param line from 1 */
export function lineOf(file: string, line: number): string {
  return readText(file).split('\n')[line - 1]?.trim() ?? '';
}

/** Line ends between the keyword and the specifier. */
function linesWithin(text: string, specifier: string): number {
  return text.slice(0, text.indexOf(specifier)).split('\n').length - 1;
}

function readText(file: string): string {
  try {
    const stats = statSync(file);
    return stats.isFile() && stats.size <= MAX_BYTES ? readFileSync(file, 'utf8') : '';
  } catch {
    return '';
  }
}
