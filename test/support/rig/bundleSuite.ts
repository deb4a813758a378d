import { build, type Plugin } from 'esbuild';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../../..');
const SUITE = join(ROOT, 'test/vscode/suite');

/** Bundles the tests that run in the extension host, and gives the path of the module with their `run()`. */
export async function bundleSuite(): Promise<string> {
  const outfile = join(ROOT, 'dist/test/vscode/index.cjs');
  await build({
    absWorkingDir: ROOT,
    entryPoints: [join(SUITE, 'index.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    sourcemap: 'inline',
    keepNames: true,
    external: ['vscode'],
    define: { 'import.meta.dirname': '__dirname' },
    plugins: [specs],
    // Only the part of mocha that runs in one process is used; it names files of its other parts.
    logOverride: { 'require-resolve-not-external': 'silent' },
    logLevel: 'warning',
  });
  return outfile;
}

const specs: Plugin = {
  name: 'specs',
  setup(context) {
    context.onResolve({ filter: /^virtual:specs$/ }, ({ path }) => ({ path, namespace: 'specs' }));
    context.onLoad({ filter: /.*/, namespace: 'specs' }, async () => ({
      contents: (await Promise.all(['trusted', 'restricted'].map(listOf))).join('\n'),
      resolveDir: SUITE,
    }));
  },
};

async function listOf(folder: string): Promise<string> {
  const files = (await readdir(join(SUITE, folder))).filter((file) => file.endsWith('.spec.ts')).toSorted();
  const imports = files.map((file) => `() => import(${JSON.stringify(`./${folder}/${file}`)})`);
  return `export const ${folder} = [${imports.join(', ')}];`;
}
