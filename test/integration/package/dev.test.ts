import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { appendFile, mkdtemp, readdir, readFile, readlink, realpath, rm, writeFile } from 'node:fs/promises';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { copyProject, SOURCES } from '../../support/copyProject.ts';

const ROOT = join(import.meta.dirname, '../../..');
/** What `.vscode/launch.json` starts, and what that loads. */
const OF_EXTENSION = ['extension.cjs', 'editorShared.cjs', 'editorParts.cjs', 'engineParts.cjs', 'sourceThread.cjs'];
const BUNDLES = ['cli.cjs', 'start.cjs', ...OF_EXTENSION, 'webview/timeline.js'];
const EDIT = 'an edit that a test makes';

interface Task {
  readonly label: string;
  readonly problemMatcher: readonly Matcher[];
}

interface Matcher {
  readonly owner: string;
  readonly pattern: { readonly regexp: string };
  readonly background: { readonly beginsPattern: string; readonly endsPattern: string };
}

interface Configuration {
  readonly program?: string;
}

async function vscodeJson<T>(name: string): Promise<T> {
  return JSON.parse(await readFile(join(ROOT, '.vscode', name), 'utf8')) as T;
}

let folder: string;
let project: string;
let dev: ChildProcess;
const output: string[] = [];

async function expectPrinted(line: RegExp, after: number): Promise<void> {
  await vi.waitFor(() => expect(output.slice(after).join('\n')).toMatch(line), { timeout: 60_000 });
}

/** Path and line of each problem that VS Code would show. */
async function problemsIn(owner: string, after: number): Promise<readonly (readonly string[])[]> {
  const { tasks } = await vscodeJson<{ tasks: readonly Task[] }>('tasks.json');
  const { pattern } = tasks.flatMap(({ problemMatcher }) => problemMatcher).find((one) => one.owner === owner) ?? {};
  return output.slice(after).flatMap((line) => {
    const [, file = '', at = ''] = new RegExp(pattern?.regexp ?? '$^').exec(line) ?? [];
    return file === '' ? [] : [[join(project, file), at]];
  });
}

/** Code and map of a bundle, the map wherever it is, and the sources by their paths. */
async function mapped(bundle: string) {
  const file = join(project, 'dist', bundle);
  const code = await readFile(file, 'utf8');
  const address = /[\s\S]*\/\/# sourceMappingURL=(\S+)/.exec(code)?.[1] ?? '';
  const inline = /^data:application\/json;base64,(.*)/.exec(address)?.[1];
  const json =
    inline === undefined ? await readFile(join(dirname(file), address), 'utf8') : Buffer.from(inline, 'base64');
  const payload = JSON.parse(json.toString()) as SourceMapPayload;
  // Ours: maps of packages lead to sources that these do not bring along, and stubs of the build are in no file.
  const sources = payload.sources.filter((source) => /^(\.\.\/)+(src|webview)\//.test(source));
  return { code, payload, sources, pathOf: (source: string) => resolve(dirname(file), source) };
}

/** What runs in the project's folder; nothing where the system has no `/proc`. */
async function left(): Promise<readonly string[]> {
  const ids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const folders = await Promise.all(ids.map(async (id) => [id, await readlink(`/proc/${id}/cwd`).catch(() => '')]));
  return folders.filter(([, at]) => at === project).map(([id = '']) => id);
}

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'hoosegow-dev-')));
  // The type checker watches no folder that is nearer to the root.
  project = join(folder, 'a/clone');
  await copyProject(project, [...SOURCES, 'dist']);
  dev = spawn(process.execPath, ['packaging/dev.mjs'], { cwd: project, stdio: ['ignore', 'pipe', 'inherit'] });
  if (dev.stdout) createInterface({ input: dev.stdout }).on('line', (line) => output.push(line));
  await expectPrinted(/^build +\| built/m, 0);
});
afterAll(async () => {
  const isOver = dev.exitCode !== null || once(dev, 'close');
  dev.kill();
  await isOver;
  await rm(folder, { recursive: true, force: true });
});

describe('npm run dev', () => {
  it('prints what the tasks of VS Code wait for, and builds what its configurations start', async () => {
    const { tasks } = await vscodeJson<{ tasks: readonly Task[] }>('tasks.json');
    const matchers = tasks.find(({ label }) => label === 'dev')?.problemMatcher ?? [];
    expect(matchers).toHaveLength(3);
    for (const { background } of matchers) {
      await expectPrinted(new RegExp(background.beginsPattern, 'm'), 0);
      await expectPrinted(new RegExp(background.endsPattern, 'm'), 0);
    }
    const { configurations } = await vscodeJson<{ configurations: readonly Configuration[] }>('launch.json');
    const programs = configurations.flatMap(({ program }) => program?.replace('${workspaceFolder}', project) ?? []);
    expect(programs).toHaveLength(3);
    expect(programs.filter((program) => !existsSync(program))).toEqual([]);
  });

  it('makes an inmate to try things on', () => {
    expect(existsSync(join(project, 'sample-inmate/bin/entrypoint.cjs'))).toBe(true);
  });

  it.each(BUNDLES)('makes a source map of %s that leads to the sources', async (bundle) => {
    const { code, payload, sources, pathOf } = await mapped(bundle);
    expect(sources.length).toBeGreaterThan(5);
    expect(sources.filter((source) => !existsSync(pathOf(source)))).toEqual([]);
    const map = new SourceMap(payload);
    const wrong: string[] = [];
    let looked = 0;
    for (const [line, text] of code.split('\n').entries()) {
      const name = /^ *(?:async )?function (\w+?)\d*\(/.exec(text)?.[1];
      if (name === undefined) continue;
      const entry = map.findEntry(line, text.indexOf('function'));
      if (!('originalSource' in entry) || !sources.includes(entry.originalSource)) continue;
      const original = (await readFile(pathOf(entry.originalSource), 'utf8')).split('\n')[entry.originalLine] ?? '';
      looked++;
      if (!original.includes(`function ${name}`)) wrong.push(`${name}: ${entry.originalSource}: ${original}`);
    }
    expect(looked).toBeGreaterThan(5);
    expect(wrong).toEqual([]);
  });

  it('leaves what users get in their projects as it is shipped', async () => {
    const file = 'dist/inmate-template/bin/entrypoint.cjs';
    expect(await readFile(join(project, file), 'utf8')).toBe(await readFile(join(ROOT, file), 'utf8'));
  });

  it('builds again after an edit, and says what is wrong with one in a line', async () => {
    const { sources, pathOf } = await mapped('cli.cjs');
    const source = pathOf(sources.find((one) => one.endsWith('/commands/methods.ts')) ?? '');
    const before = await readFile(source, 'utf8');
    await appendFile(source, `if (process.argv.length === 0) throw new Error('${EDIT}');\n`);
    await expect.poll(async () => (await mapped('cli.cjs')).code).toContain(EDIT);

    let seen = output.length;
    await writeFile(source, `${before}const = 1;\n`);
    await expectPrinted(/^build +\| failed: 1 error$/m, seen);
    expect(await problemsIn('esbuild', seen)).toEqual([[source, String(before.split('\n').length)]]);

    seen = output.length;
    await writeFile(source, before);
    await expectPrinted(/^build +\| built/m, seen);
    expect((await mapped('cli.cjs')).code).not.toContain(EDIT);
  });

  it('copies a file of the template that was edited', async () => {
    await appendFile(join(project, 'inmate-template/README.md'), EDIT);
    await expect.poll(async () => readFile(join(project, 'dist/inmate-template/README.md'), 'utf8')).toContain(EDIT);
  });

  it('checks types all the time', async () => {
    await expectPrinted(/^types +\| .*Found 0 errors/m, 0);
    await expectPrinted(/^webview +\| .*Found 0 errors/m, 0);
    await appendFile(join(project, 'webview/main.ts'), "export const planted: number = '1';\n");
    await expectPrinted(/^webview +\| .*Found 1 error/m, 0);
    const line = (await readFile(join(project, 'webview/main.ts'), 'utf8')).split('\n').length - 1;
    expect(await problemsIn('typescript-webview', 0)).toEqual([[join(project, 'webview/main.ts'), String(line)]]);
  });

  it('ends at a signal, with everything that it started', async () => {
    dev.kill();
    expect(await once(dev, 'close')).toEqual([0, null]);
    expect(await left()).toEqual([]);
  });
});
