import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { COMMANDS } from '../../../../src/editor/contributions.ts';
import { suiteContext } from '../context.ts';
import { MemoryFiles } from '../memoryFiles.ts';
import { closeAllTabs, execute, extension, until } from '../support.ts';

const USES = `import { readFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
export const text: string = readFileSync('x', 'utf8');
spawn('ls').stdout.on('data', (chunk) => console.log(chunk, Buffer.from(text), process.env['HOME']));
setTimeout(() => {}, 5).unref();
`;

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
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.fileName, join(dir.fsPath, 'inmate.ts'));
    assert.equal(editor.document.getText(editor.document.getWordRangeAtPosition(editor.selection.active)), 'polish');
    const { findMethods } = await (await extension().activate()).engine();
    const { methods } = await findMethods(dir.fsPath);
    assert.ok(methods.some((method) => method.name === 'polish'));
    await closeAllTabs();
  });

  it('has no error in the editor, where nothing is installed', async function () {
    this.timeout(120_000);
    const dir = await make('without-errors');
    assert.ok(dir);
    const errorsIn = (name: string): string[] =>
      vscode.languages
        .getDiagnostics(vscode.Uri.joinPath(dir, name))
        .filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error)
        .map(({ message }) => message);
    const files = { 'uses.ts': USES, 'wrong.ts': `import { render } from './render.ts';\nconst n: number = render;\n` };
    for (const [name, text] of Object.entries(files)) {
      await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(dir, name), Buffer.from(text));
    }
    for (const name of ['render.ts', ...Object.keys(files)]) {
      await vscode.window.showTextDocument(vscode.Uri.joinPath(dir, name), { preview: false });
    }
    // The last file has an error: once that is told, the others have been checked.
    await until('the error', () => (errorsIn('wrong.ts').length > 0 ? true : undefined), 90_000);
    for (const name of ['inmate.ts', 'render.ts', 'uses.ts']) {
      await vscode.window.showTextDocument(vscode.Uri.joinPath(dir, name), { preview: false });
    }
    await vscode.window.showTextDocument(vscode.Uri.joinPath(dir, 'wrong.ts'), { preview: false });
    for (const name of ['inmate.ts', 'render.ts', 'uses.ts']) assert.deepEqual(errorsIn(name), []);
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

  it('is made of a folder that holds sources, which stay as they are', async () => {
    const dir = vscode.Uri.joinPath(parent, 'sources');
    const theirs = { 'package.json': '{"name":"theirs"}', 'src/main.ts': 'export {};', 'tsconfig.json': '{}' };
    for (const [name, text] of Object.entries(theirs)) {
      await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(dir, name), Buffer.from(text));
    }
    assert.equal((await execute<vscode.Uri | undefined>(COMMANDS.makeInmate, dir))?.fsPath, dir.fsPath);
    for (const [name, text] of Object.entries(theirs)) {
      assert.equal(await readFile(join(dir.fsPath, name), 'utf8'), text);
    }
    const added = (await filesOf(dir.fsPath)).filter((name) => !(name in theirs));
    assert.ok(added.includes('Dockerfile') && added.includes('bin/hoosegow') && added.includes('inmate.mts'));
    assert.ok(!added.some((name) => /render|package-lock|types/.test(name)), added.join());
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.getText(editor.document.getWordRangeAtPosition(editor.selection.active)), 'greet');
    assert.equal(await execute(COMMANDS.makeInmate, dir), undefined);
    await closeAllTabs();
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

  for (const method of ['2nd', 'a b', 'a;b', 'class', '', 'then', '__proto__', 'undefined']) {
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
