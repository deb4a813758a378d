import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Members = Readonly<Record<string, unknown>>;

/** @returns the inmate's `package.json`; nothing where it has none */
export function readManifest(folder: string): Members {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return isRecord(manifest) ? manifest : {};
  } catch {
    return {};
  }
}

export function isRecord(value: unknown): value is Members {
  return typeof value === 'object' && value !== null;
}
