import { readFile } from 'node:fs/promises';
import type { LoadHook } from 'node:module';
import { fileURLToPath } from 'node:url';
import { transform } from 'sucrase';

/** Strips the types of an inmate's TypeScript, line for line, so that backtraces keep their places. */
export const load: LoadHook = async (url, context, nextLoad) => {
  if (!/^file:.*\.m?ts$/.test(url)) return nextLoad(url, context);
  const filePath = fileURLToPath(url);
  const source = await readFile(filePath, 'utf8');
  const { code } = transform(source, {
    transforms: ['typescript'],
    disableESTransforms: true,
    keepUnusedImports: true,
    filePath,
  });
  return { format: 'module', source: code, shortCircuit: true };
};
