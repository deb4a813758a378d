import { createHash } from 'node:crypto';
import { VERSION } from '../assets/version.ts';
import { KNOWN_FILES } from '../upgrade/knownFiles.ts';

/** Files of a project that belong to the template, each with the start of a comment in it. */
const MARKED: Readonly<Record<string, string>> = {
  'bin/hoosegow': '#',
  'bin/entrypoint.cjs': '//',
  'bin/install.cjs': '//',
  Dockerfile: '#',
  '.dockerignore': '#',
};

/** Anyone who can write a file can write a mark, too: only what looks like a version is one. */
const MARK = /^(?:#|\/\/) hoosegow-inspector (\d{1,9}\.\d{1,9}\.\d{1,9}(?:-[\w.-]{1,40})?), unedited: ([0-9a-f]{64})$/;

/** What a file of a project says about its origin. */
export type Origin =
  /** As a version of this package has written it. */
  | { readonly kind: 'ours'; readonly version: string }
  /** As a version of this package has written it that did not mark its files yet. */
  | { readonly kind: 'earlier' }
  /** Changed since a version of this package has written it. */
  | { readonly kind: 'edited'; readonly version: string }
  /** It says nothing. */
  | { readonly kind: 'unknown' };

/** @returns the file with a line that says which version has written it, and what its text was */
export function markFile(path: string, bytes: Uint8Array): Uint8Array {
  const comment = MARKED[path];
  if (comment === undefined) return bytes;
  const text = unmarked(Buffer.from(bytes).toString('utf8'));
  const mark = `${comment} hoosegow-inspector ${VERSION}, unedited: ${digestOf(text)}`;
  const lines = text.split('\n');
  // The line that names the interpreter of a script comes first.
  const place = lines[0]?.startsWith('#!') === true ? 1 : 0;
  return Buffer.from([...lines.slice(0, place), mark, ...lines.slice(place)].join('\n'));
}

/** The text of a file without its mark, and with Unix line ends: what counts when files are compared. */
export function unmarked(text: string): string {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  const place = placeOfMark(lines);
  return place < 0 ? lines.join('\n') : lines.toSpliced(place, 1).join('\n');
}

/** Where a file comes from, and whether it was edited since. @param path in the project, with `/` */
export function originOf(path: string, text: string): Origin {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  const [, by, digest] = MARK.exec(lines[placeOfMark(lines)] ?? '') ?? [];
  const actual = digestOf(unmarked(text));
  if (by !== undefined) return digest === actual ? { kind: 'ours', version: by } : { kind: 'edited', version: by };
  return KNOWN_FILES[path]?.includes(actual.slice(0, 16)) === true ? { kind: 'earlier' } : { kind: 'unknown' };
}

function placeOfMark(lines: readonly string[]): number {
  return lines.slice(0, 2).findIndex((line) => MARK.test(line));
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
