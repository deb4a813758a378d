import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from './lintTree.ts';

interface Locked {
  readonly integrity?: string;
  readonly resolved?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const text = await readFile(join(projectRoot, 'package-lock.json'), 'utf8');
const { packages } = JSON.parse(text) as { packages: Readonly<Record<string, Locked>> };
const installed = Object.entries(packages).filter(([path]) => path !== '');

/** Whether `name` is locked where Node would look for it from the package at `path`. */
function isLockedFor(path: string, name: string): boolean {
  if (`${path}/node_modules/${name}` in packages) return true;
  const parent = path.lastIndexOf('/node_modules/');
  return parent === -1 ? `node_modules/${name}` in packages : isLockedFor(path.slice(0, parent), name);
}

describe('package-lock.json', () => {
  it('names no registry', () => {
    expect(installed.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
    expect(text).not.toMatch(/registry\./);
  });

  it('holds the hash of every package', () => {
    expect(installed.filter(([, { integrity }]) => !integrity).map(([path]) => path)).toEqual([]);
  });

  it('holds the packages of every platform', () => {
    const missing = installed.flatMap(([path, { dependencies, optionalDependencies }]) =>
      Object.keys({ ...dependencies, ...optionalDependencies }).filter((name) => !isLockedFor(path, name)),
    );
    expect(missing).toEqual([]);
  });
});
