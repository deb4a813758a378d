import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCli } from '../../../src/cli/cli.ts';
import { checkFree, writeProject } from '../../../src/editor/scaffold/writeProject.ts';
import { contentHash } from '../../../src/engine/hosts/docker/images/context/contentHash.ts';
import { readBuildContext } from '../../../src/engine/hosts/docker/images/context/contextEntries.ts';
import { localDisk } from '../../../src/engine/scaffold/localDisk.ts';
import { makeProject, planProject } from '../../../src/engine/scaffold/makeProject.ts';
import { MemoryEditor } from './support/memoryEditor.ts';

const parts = { localDisk, makeProject, planProject };
const NEW = { name: 'fresh', method: 'greet' };

let root: string;
let editor: MemoryEditor;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'hoosegow-new-project-'));
  editor = new MemoryEditor();
});
afterEach(() => rm(root, { recursive: true }));

/** Each file and folder, with what it holds and who may run it. */
async function contentsOf(folder: string): Promise<Readonly<Record<string, string>>> {
  const found: Record<string, string> = {};
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const text = entry.isDirectory() ? '/' : (await readFile(path)).toString('base64');
    found[path.slice(folder.length + 1)] = `${((await stat(path)).mode & 0o777).toString(8)} ${text}`;
  }
  return found;
}

async function hoosegowNew(...args: readonly string[]): Promise<{ readonly code: number; readonly stderr: string }> {
  let stderr = '';
  const sink = (write: (text: string) => void) => ({
    isTerminal: false,
    closed: new AbortController().signal,
    write: async (text: string | Uint8Array) => write(String(text)),
  });
  const code = await runCli(['new', ...args], {
    stdin: { read: async () => new Uint8Array() },
    stdout: sink(() => undefined),
    stderr: sink((text) => (stderr += text)),
    env: {},
  });
  return { code, stderr };
}

const imageOf = async (folder: string) => contentHash(await readBuildContext(folder), {});

describe('a project that the editor makes', () => {
  it('is to the byte and the mode the one of the command, and has its image', async () => {
    const [byEditor, byCommand] = [join(root, 'editor'), join(root, 'command')];
    await mkdir(byEditor);
    await mkdir(byCommand);
    const { dir } = await writeProject(editor.api, parts, { dir: editor.uri(join(byEditor, 'fresh'), 'file'), ...NEW });
    expect(dir.fsPath).toBe(join(byEditor, 'fresh'));
    expect(await hoosegowNew(join(byCommand, 'fresh'), '--method', 'greet')).toMatchObject({ code: 0 });
    const made = await contentsOf(byEditor);
    expect(made).toEqual(await contentsOf(byCommand));
    expect(made['fresh/bin/hoosegow']).toMatch(process.platform === 'win32' ? /^6/ : /^7[05][05] /);
    expect(await readFile(join(byEditor, 'fresh/inmate.ts'), 'utf8')).toContain('function* greet(');
    expect(await imageOf(join(byEditor, 'fresh'))).toBe(await imageOf(join(byCommand, 'fresh')));
  });

  it('has the same bytes where the folder is on no disk of this machine', async () => {
    const { dir } = await writeProject(editor.api, parts, { dir: editor.uri('/far/fresh'), ...NEW });
    const { fsPath } = dir;
    await hoosegowNew(join(root, 'fresh'), '--method', 'greet');
    const near = await contentsOf(join(root, 'fresh'));
    const far = [...editor.entries].filter(([path]) => path.startsWith(`${fsPath}/`));
    expect(Object.fromEntries(far.map(([path, { bytes }]) => [path.slice(fsPath.length + 1), textOf(bytes)]))).toEqual(
      Object.fromEntries(Object.entries(near).map(([path, text]) => [path, text.slice(text.indexOf(' ') + 1)])),
    );
  });

  it.each(['inmate.ts', 'package.json', 'Package.json'])(
    'is refused in the words of the command where there is %s',
    async (name) => {
      const target = join(root, 'fresh');
      await mkdir(join(target, 'bin'), { recursive: true });
      await writeFile(join(target, name), 'mine');
      editor.addFile(join(target, name), Buffer.from('mine'));
      const { code, stderr } = await hoosegowNew(target, '--name', 'fresh', '--method', 'greet');
      expect(code).toBe(2);
      const message = stderr.replace(/^hoosegow: /, '').trimEnd();
      for (const scheme of ['file', 'memory']) {
        const project = { dir: editor.uri(join(root, 'fresh'), scheme), ...NEW, keep: true };
        await expect(checkFree(editor.api, parts, project)).rejects.toThrow(message);
        await expect(writeProject(editor.api, parts, project)).rejects.toThrow(message);
      }
      expect(new Set(await readdir(target))).toEqual(new Set(['bin', name.split('/')[0]]));
    },
  );

  it('is made by the command of a folder with sources, which says what it added and what it left', async () => {
    const target = join(root, 'sources');
    await mkdir(target);
    for (const name of ['Dockerfile', 'main.ts', 'package.json']) await writeFile(join(target, name), 'mine');
    const { code, stderr } = await hoosegowNew(target);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^Made the inmate sources, with [^\n]*bin\/hoosegow[^\n]*inmate\.mts/);
    expect(stderr).toMatch(/^Left as they were: Dockerfile, package\.json$/m);
    expect(stderr).toMatch(/^The Dockerfile is not that of an inmate.* hoosegow upgrade .*sources$/m);
    for (const name of ['Dockerfile', 'main.ts', 'package.json']) {
      expect(await readFile(join(target, name), 'utf8')).toBe('mine');
    }
    expect(await hoosegowNew(target)).toEqual({
      code: 2,
      stderr: `hoosegow: ${target} is an inmate already, with all that it needs: nothing was written\n`,
    });
  });

  it.each([
    ['my project', /"my project" is not a name for a package: it has spaces; "my-project" would do/],
    ['fs', /Node has a module of that name; "fs-inmate" would do/],
  ])('is told which name would do in place of %j', async (name, told) => {
    const { code, stderr } = await hoosegowNew(join(root, 'named'), '--name', name);
    expect(code).toBe(2);
    expect(stderr).toMatch(told);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(await readdir(root)).toEqual([]);
  });

  it('leaves nothing of itself where a file cannot be written, and everything else', async () => {
    editor.addFile('/far/fresh/bin/tool', Buffer.from('mine'));
    const before = [...editor.entries];
    const paths: string[] = [];
    editor.onWrite = (path) => {
      paths.push(path);
      if (paths.length === 4) throw new Error('the repository is gone');
    };
    const act = writeProject(editor.api, parts, { dir: editor.uri('/far/fresh'), ...NEW });
    await expect(act).rejects.toThrow(/cannot be made: the repository is gone; nothing is left of the project$/);
    expect(paths).toHaveLength(4);
    expect([...editor.entries]).toEqual(before);
  });

  it('leaves what somebody else has put into its folder meanwhile, and says so', async () => {
    editor.onWrite = (path) => {
      if (!path.endsWith('/inmate.ts')) return;
      editor.addFile('/far/fresh/bin/theirs', Buffer.from('theirs'));
      throw new Error('gone');
    };
    const act = writeProject(editor.api, parts, { dir: editor.uri('/far/fresh'), ...NEW });
    await expect(act).rejects.toThrow(/some of it is left: \/far\/fresh\/bin holds other files by now/);
    expect(editor.entries.has('/far/fresh/bin/theirs')).toBe(true);
    expect([...editor.entries.keys()].filter((path) => path.startsWith('/far/fresh/'))).toHaveLength(2);
  });

  it('follows no link', async () => {
    editor.addFolder('/far');
    editor.addLink('/far/fresh');
    const act = writeProject(editor.api, parts, { dir: editor.uri('/far/fresh'), ...NEW });
    await expect(act).rejects.toThrow(/fresh is a symbolic link/);
  });
});

function textOf(bytes: Uint8Array | undefined): string {
  return bytes ? Buffer.from(bytes).toString('base64') : '/';
}
