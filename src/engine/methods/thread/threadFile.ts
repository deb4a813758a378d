import { basename, join } from 'node:path';
import type { WorkerOptions } from 'node:worker_threads';
import { assetPath } from '../../assets/assets.ts';

/** Where the code of the reading thread is, and how it is run: beside the bundles, or the source itself in our tests. */
export function threadOptions(): WorkerOptions & { readonly file: string } {
  const here = import.meta.dirname;
  // A bundle needs none of the options of this process, which may not be valid for threads.
  if (basename(here) !== 'thread') return { file: assetPath('sourceThread.cjs'), execArgv: [] };
  return { file: join(here, 'sourceThread.ts') };
}
