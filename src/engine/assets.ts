import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { EngineError } from './errors.ts';

/** Folder that the build fills: the bundles lie in it, and beside them what they read at run time. */
const DIST = basename(import.meta.dirname) === 'dist' ? import.meta.dirname : join(import.meta.dirname, '../../dist');

/** @returns the path of a built file; an error that says how to build it where it is missing */
export function assetPath(...names: string[]): string {
  const path = join(DIST, ...names);
  if (!existsSync(path)) throw new EngineError(`${path} is missing: run "npm run build"`, 'start');
  return path;
}
