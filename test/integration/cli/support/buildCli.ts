import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { build, type BuildOptions } from 'esbuild';
import type { RunCli } from './commandHere.ts';

const root = path.join(import.meta.dirname, '../../../..');

/** The `hoosegow` command as it is now, bundled into a folder of its own. */
export interface BuiltCli {
  /** Path of the bundle, to be run by `node`. */
  readonly main: string;
  /** The same, to be called within this process; it finds what lies beside it as `main` does. */
  readonly runCli: RunCli;
  remove(): Promise<void>;
}

/**
 * Bundles the command, the thread that reads sources, what its process engine runs, and a small template, laid out as in
 * `dist`. Packages stay where they are, so the folder lies where Node finds them.
 */
export async function buildCli(): Promise<BuiltCli> {
  const cache = path.join(root, 'node_modules', '.cache');
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(path.join(cache, 'hoosegow-cli-'));
  const dist = path.join(folder, 'dist');
  await Promise.all([
    bundle('src/cli/main.ts', path.join(dist, 'cli.cjs'), { packages: 'external' }),
    bundle('src/cli/cli.ts', path.join(dist, 'runCli.cjs'), { packages: 'external' }),
    bundle('src/engine/methods/thread/sourceThread.ts', path.join(dist, 'sourceThread.cjs'), { packages: 'external' }),
    bundle('inmate-template/entrypoint/main.ts', path.join(dist, 'inmate-template/bin/entrypoint.cjs')),
    ...['typescriptLoader', 'typescriptRegister'].map(async (name) =>
      bundle(`src/engine/hosts/process/${name}.ts`, path.join(dist, `${name}.mjs`), {
        format: 'esm',
        packages: 'external',
      }),
    ),
  ]);
  // As the build has made it: the page of an exported recording.
  await cp(path.join(root, 'dist/webview'), path.join(dist, 'webview'), { recursive: true });
  await cp(path.join(root, 'inmate-template/bin/hoosegow'), path.join(dist, 'inmate-template/bin/hoosegow'));
  await writeFile(path.join(dist, 'inmate-template/package.json'), '{"name":"template","type":"module"}');
  await writeFile(
    path.join(dist, 'inmate-template/inmate.ts'),
    '/** Greets. */\nexport function hello(name: string) {}\n',
  );
  const { runCli } = createRequire(import.meta.url)(path.join(dist, 'runCli.cjs')) as { readonly runCli: RunCli };
  const remove = async (): Promise<void> => rm(folder, { recursive: true, force: true });
  return { main: path.join(dist, 'cli.cjs'), runCli, remove };
}

async function bundle(entry: string, outfile: string, options: BuildOptions = {}): Promise<void> {
  const define = options.format === 'esm' ? {} : { 'import.meta.dirname': '__dirname' };
  await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'error',
    define,
    ...options,
  });
}
