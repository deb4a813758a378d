import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { COMMANDS } from '../../../../src/editor/contributions.ts';
import { suiteContext } from '../context.ts';
import { MemoryFiles } from '../memoryFiles.ts';
import { closeAllTabs, execute, extension } from '../support.ts';

describe('a new inmate project', () => {
  const parent = vscode.Uri.file(suiteContext().scratch);
  const make = (name: string, method = 'greet') =>
    execute<vscode.Uri | undefined>(COMMANDS.newProject, { parent, name, method });

  it('is the template with its first method, and opens', async () => {
    const dir = await make('made-here', 'polish');
    assert.equal(dir?.fsPath, join(parent.fsPath, 'made-here'));
    const template = join(extension().extensionPath, 'dist/inmate-template');
    assert.deepEqual(await filesOf(dir.fsPath), await filesOf(template));
    if (process.platform !== 'win32') assert.ok((await stat(join(dir.fsPath, 'bin/hoosegow'))).mode & 0o100);
    const { name } = JSON.parse(await readFile(join(dir.fsPath, 'package.json'), 'utf8')) as { name: string };
    assert.equal(name, 'made-here');
    assert.match(await readFile(join(dir.fsPath, 'inmate.ts'), 'utf8'), /^export async function\* polish\(/m);
    assert.equal(vscode.window.activeTextEditor?.document.fileName, join(dir.fsPath, 'inmate.ts'));
    const { findMethods } = await (await extension().activate()).engine();
    const { methods } = await findMethods(dir.fsPath);
    assert.ok(methods.some((method) => method.name === 'polish'));
    await closeAllTabs();
  });

  describe('on no disk of this machine', () => {
    const files = new MemoryFiles();
    const far = vscode.Uri.from({ scheme: 'hoosegow-memory', path: '/' });
    const makeFar = (name: string) =>
      execute<vscode.Uri | undefined>(COMMANDS.newProject, { parent: far, name, method: 'polish' });
    let registered: vscode.Disposable;
    before(() => void (registered = vscode.workspace.registerFileSystemProvider(far.scheme, files)));
    after(() => void registered.dispose());

    it('has the same files', async () => {
      const near = await make('far-made', 'polish');
      assert.ok(near);
      assert.equal((await makeFar('far-made'))?.path, '/far-made');
      for (const name of await filesOf(near.fsPath)) {
        const bytes = files.files.get(`/far-made/${name}`);
        assert.ok(bytes && Buffer.compare(bytes, await readFile(join(near.fsPath, name))) === 0, name);
      }
      await closeAllTabs();
    });

    it('leaves nothing where it fails', async () => {
      const known = [...files.files.keys(), ...files.folders];
      files.room = 3;
      assert.equal(await makeFar('never-made'), undefined);
      files.room = Infinity;
      assert.deepEqual([...files.files.keys(), ...files.folders], known);
    });
  });

  it('overwrites nothing', async () => {
    const file = vscode.Uri.joinPath(parent, 'taken/inmate.ts');
    await vscode.workspace.fs.writeFile(file, Buffer.from('mine'));
    assert.equal(await make('taken'), undefined);
    assert.deepEqual(await readdir(join(parent.fsPath, 'taken')), ['inmate.ts']);
    assert.equal(await readFile(file.fsPath, 'utf8'), 'mine');
  });

  it('is made beside what is there already', async () => {
    const dir = vscode.Uri.joinPath(parent, 'cloned');
    await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(dir, '.git/HEAD'), Buffer.from('mine'));
    await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(dir, 'README.md'), Buffer.from('mine'));
    assert.equal((await make('cloned'))?.fsPath, dir.fsPath);
    assert.equal(await readFile(join(dir.fsPath, 'README.md'), 'utf8'), 'mine');
    assert.match(await readFile(join(dir.fsPath, 'inmate.ts'), 'utf8'), /export async function\* greet\(/);
    await closeAllTabs();
  });

  for (const name of ['../outside', '/tmp/outside', 'a/../../outside', '.', '', 'UPPER case', 'node_modules']) {
    it(`refuses the name ${JSON.stringify(name)}`, async () => {
      const known = await filesOf(join(parent.fsPath, '..'));
      assert.equal(await make(name), undefined);
      assert.deepEqual(await filesOf(join(parent.fsPath, '..')), known);
    });
  }

  for (const method of ['2nd', 'a b', 'a;b', 'class', '']) {
    it(`refuses a first method of the name ${JSON.stringify(method)}`, async () => {
      assert.equal(await make('never-made', method), undefined);
      await assert.rejects(stat(join(parent.fsPath, 'never-made')));
    });
  }
});

async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted();
}
