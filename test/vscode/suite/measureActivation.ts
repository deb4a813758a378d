import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { ExtensionContext } from 'vscode';
import type * as Extension from '../../../src/extension.ts';
import { extension } from './support.ts';

/** Names the file that the times are written to. */
export const ACTIVATION_VARIABLE = 'HOOSEGOW_ACTIVATION_FILE';

/** Milliseconds. */
export interface Activation {
  /** In the extension's own code: loading it, and its `activate()`. */
  readonly own: number;
  /** Until the editor calls it active. */
  readonly whole: number;
}

/** Activates the extension, which nothing else has asked for, and writes down how long that took. */
export async function run(): Promise<void> {
  const file = process.env[ACTIVATION_VARIABLE];
  const ours = extension();
  if (file === undefined || ours.isActive) throw new Error('there is nothing to be measured');
  const before = performance.now();
  const own = loadTimed(join(ours.extensionPath, 'dist/extension.cjs'));
  await ours.activate();
  const times: Activation = { own: own(), whole: performance.now() - before };
  await writeFile(file, JSON.stringify(times));
}

/** Loads it as the editor will, who then finds it loaded. @returns the milliseconds that it has taken so far */
function loadTimed(path: string): () => number {
  const require = createRequire(path);
  const before = performance.now();
  const loaded = require(path) as typeof Extension;
  let taken = performance.now() - before;
  const cached = require.cache[require.resolve(path)];
  if (!cached) throw new Error('the extension was loaded and not kept');
  const activate = (context: ExtensionContext): ReturnType<typeof loaded.activate> => {
    const called = performance.now();
    const api = loaded.activate(context);
    taken += performance.now() - called;
    return api;
  };
  cached.exports = { ...loaded, activate };
  return () => taken;
}
