import { readFile } from 'node:fs/promises';
import type { LoadHook } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transform } from 'sucrase';

/** Strips the types of an inmate's TypeScript, line for line, so that backtraces keep their places. */
export const load: LoadHook = async (url, context, nextLoad) => {
  if (!/^file:.*\.[mc]?ts$/.test(url)) return nextLoad(url, context);
  const filePath = fileURLToPath(url);
  const source = await readFile(filePath, 'utf8');
  const { code } = transform(source, {
    transforms: ['typescript'],
    disableESTransforms: true,
    keepUnusedImports: true,
    filePath,
  });
  return { format: await formatOf(filePath, code), source: code, shortCircuit: true };
};

/** As Node decides it: by the extension, by `type` of the nearest `package.json`, else by the source itself. */
async function formatOf(filePath: string, code: string): Promise<'module' | 'commonjs'> {
  if (filePath.endsWith('.cts')) return 'commonjs';
  if (filePath.endsWith('.mts')) return 'module';
  for (let dir = dirname(filePath); ; dir = dirname(dir)) {
    const text = await readFile(join(dir, 'package.json'), 'utf8').catch(() => undefined);
    if (text !== undefined) return typeIn(text) ?? (looksLikeModule(code) ? 'module' : 'commonjs');
    if (dir === dirname(dir)) return looksLikeModule(code) ? 'module' : 'commonjs';
  }
}

function typeIn(manifest: string): 'module' | 'commonjs' | undefined {
  try {
    const parsed: unknown = JSON.parse(manifest);
    const type = typeof parsed === 'object' && parsed !== null && 'type' in parsed ? parsed.type : undefined;
    return type === 'module' || type === 'commonjs' ? type : undefined;
  } catch {
    return undefined;
  }
}

/** An ES module has statements that begin with `import` or `export`. */
function looksLikeModule(code: string): boolean {
  return /^[^\S\n]*(?:import\b\s*[^(\s]|export\b\s*[\w{*])/m.test(code);
}
