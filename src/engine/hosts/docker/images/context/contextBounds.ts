import { UsageError } from '../../../../errors/errors.ts';

/** Limits on how much of a folder goes into an image. */
export interface ContextBounds {
  /** Bytes of all files together. */
  readonly bytes: number;
  /** Files, folders and links. */
  readonly files: number;
}

export const DEFAULT_CONTEXT_BOUNDS: ContextBounds = { bytes: 2 * 1024 ** 3, files: 200_000 };

/** From here on, the build context is so large that some folder in it may well not belong to the inmate. */
const LARGE: ContextBounds = { bytes: 300_000_000, files: 5000 };
/** Depth down to which folders are counted separately. */
const LEVELS = 8;

/** @throws UsageError naming the invalid option */
export function resolveContextBounds(options: {
  readonly contextBytes?: number | undefined;
  readonly contextFiles?: number | undefined;
}): ContextBounds {
  const { contextBytes: bytes = DEFAULT_CONTEXT_BOUNDS.bytes, contextFiles: files = DEFAULT_CONTEXT_BOUNDS.files } =
    options;
  for (const [name, value] of [
    ['contextBytes', bytes],
    ['contextFiles', files],
  ] as const) {
    if (Number.isSafeInteger(value) && value >= 1) continue;
    throw new UsageError(`${name} must be a whole number of at least 1, not ${value}`);
  }
  return { bytes, files };
}

/** An item that was found in a folder. */
export interface Found {
  readonly path: string;
  readonly type: 'directory' | 'symlink' | 'file';
  /** In bytes; 0 unless it is a file. */
  readonly size: number;
}

/** Enforces the bounds on what is found. */
export class BoundedContext {
  readonly #bounds: ContextBounds;
  readonly #found: Found[] = [];
  #bytes = 0;

  constructor(bounds: ContextBounds) {
    this.#bounds = bounds;
  }

  get files(): number {
    return this.#found.length;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** @throws UsageError with the line for `.dockerignore` that would exclude most of it */
  add(found: Found): void {
    this.#found.push(found);
    this.#bytes += found.size;
    if (this.#found.length > this.#bounds.files) {
      throw this.#error(
        `more than ${countText(this.#bounds.files)} files and folders`,
        'files',
        'contextFiles (--context-files)',
      );
    }
    if (this.#bytes > this.#bounds.bytes) {
      throw this.#error(`more than ${bytesText(this.#bounds.bytes)}`, 'bytes', 'contextBytes (--context-bytes)');
    }
  }

  #error(much: string, by: keyof ContextBounds, option: string): UsageError {
    return new UsageError(`the folder has ${much} for the image: ${adviceOn(this.#found, by)}, or raise ${option}`);
  }
}

/** @returns a note on a context so large that it may hold what does not belong to the inmate */
export function noteOnSize(found: readonly Found[]): string | undefined {
  const bytes = found.reduce((sum, { size }) => sum + size, 0);
  const by = bytes > LARGE.bytes ? 'bytes' : found.length > LARGE.files ? 'files' : undefined;
  if (by === undefined) return undefined;
  return `the folder has ${countText(found.length)} files and folders of ${bytesText(bytes)} for the image: ${adviceOn(found, by)} if the inmate does without it`;
}

export function countText(count: number): string {
  return count.toLocaleString('en-US');
}

/** In decimal units, with one digit after the point. */
export function bytesText(bytes: number): string {
  for (const [unit, size] of [
    ['GB', 1e9],
    ['MB', 1e6],
    ['kB', 1e3],
  ] as const) {
    if (bytes >= size) return `${(bytes / size).toFixed(1)} ${unit}`;
  }
  return `${bytes} bytes`;
}

function adviceOn(found: readonly Found[], by: keyof ContextBounds): string {
  const { path, files, bytes } = largestOf(found, by);
  const share = by === 'files' ? `${countText(files)} of them` : `${bytesText(bytes)} of it`;
  return `${share} in ${path}; write the line "${patternOf(path)}" into .dockerignore`;
}

interface Part {
  readonly path: string;
  files: number;
  bytes: number;
}

/** The innermost folder, or the file, that holds most of it; else the largest folder at the top. */
function largestOf(found: readonly Found[], by: keyof ContextBounds): Part {
  const parts = new Map<string, Part>();
  for (const { path, type, size } of found) {
    const names = path.split('/', LEVELS + 1);
    const deepest = type === 'file' ? names.length : names.length - 1;
    let above = '';
    for (const name of names.slice(0, Math.min(LEVELS, Math.max(deepest, 1)))) {
      above = above === '' ? name : `${above}/${name}`;
      const part = parts.get(above) ?? { path: above, files: 0, bytes: 0 };
      part.files++;
      part.bytes += size;
      parts.set(above, part);
    }
  }
  const total = by === 'files' ? found.length : found.reduce((sum, { size }) => sum + size, 0);
  let largest: Part = { path: '.', files: 0, bytes: 0 };
  for (const part of parts.values()) {
    const isMost = part[by] * 2 > total;
    const isInner = part.path.startsWith(`${largest.path}/`);
    if ((isMost && isInner) || part[by] > largest[by]) largest = part;
  }
  return largest;
}

/** A pattern for this path; control characters, which a line cannot hold, become `?`. */
function patternOf(path: string): string {
  return path
    .replace(/[*?[\]\\]/g, String.raw`\$&`)
    .replace(/^[!#]/, String.raw`\$&`)
    .replace(/\p{Cc}/gu, '?');
}
