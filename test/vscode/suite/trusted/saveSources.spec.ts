import assert from 'node:assert/strict';
import { afterEach, before, describe, it } from 'mocha';
import { readdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { COMMANDS } from '../../../../src/editor/contributions.ts';
import { saveSources } from '../../../../src/editor/dispatches/run/saveSources.ts';
import { UserError } from '../../../../src/editor/text/userError.ts';
import { Notes, set, textOf, type } from '../notes.ts';
import { closeAllTabs, dispatched, execute, saveDocument, until, workspaceFolder } from '../support.ts';

describe('what a run saves before it begins', function () {
  this.timeout(180_000);
  const folder = workspaceFolder();
  const notes = new Notes(folder);

  before(closeAllTabs);
  afterEach(() => notes.end());

  it('is what runs', async () => {
    await notes.typed();
    const inmate = vscode.Uri.joinPath(folder, 'inmate.ts');
    const { document } = await vscode.window.showTextDocument(inmate);
    const original = document.getText();
    await type(document, original.replace('return a + b;', 'return a + b + 100;'));
    try {
      const { recording } = await dispatched('add', 1, 2);
      assert.equal(document.isDirty, false);
      assert.equal(await textOf(inmate), document.getText());
      assert.match(await previewOf(recording), /^103$/);
    } finally {
      await type(document, original);
      await saveDocument(document);
    }
  });

  it('is asked for once where it cannot be, the reason is told, and nothing runs', async () => {
    const { recording } = await dispatched('add', 1, 2);
    const known = await readdir(dirname(recording));
    await notes.typed();
    await vscode.workspace.fs.delete(notes.uri);
    await vscode.workspace.fs.createDirectory(notes.uri);
    const count = notes.asked();
    const error = await failed(saveSources(folder));
    assert.match(error.message, /notes\.txt could not be saved: there is a folder in its place$/);
    assert.deepEqual(
      error.steps.map(({ kind }) => kind),
      ['file'],
    );
    assert.equal(count(), 1);
    const run = { inmate: folder.fsPath, method: 'add', args: [1, 2] };
    assert.equal(await execute(COMMANDS.run, run), undefined);
    assert.equal(count(), 2);
    assert.deepEqual(await readdir(dirname(recording)), known);
  });

  it('is never put over what another program has written meanwhile, and both can be compared', async () => {
    await notes.typed();
    await notes.writeAs('written by another program');
    const count = notes.asked();
    const error = await failed(saveSources(folder));
    assert.match(error.message, /changed on the disk/);
    assert.deepEqual(
      error.steps.map(({ kind }) => kind),
      ['command', 'file'],
    );
    assert.equal(count(), 1);
    assert.equal(await notes.text(), 'written by another program');
  });

  it('is told at once where settings make it read-only', async () => {
    const document = await notes.typed();
    await set('files.readonlyInclude', { '**/notes.txt': true });
    assert.equal(await document.save(), false);
    const error = await failed(saveSources(folder));
    assert.match(error.message, /files\.readonlyInclude/);
  });

  it('is no file that was never saved, which its user is not asked to name, and none of another folder', async () => {
    await notes.typed();
    const uri = vscode.Uri.joinPath(folder, 'never.txt').with({ scheme: 'untitled' });
    const beside = vscode.Uri.file(`${folder.fsPath}-beside.txt`);
    await vscode.workspace.fs.writeFile(beside, Buffer.from(''));
    try {
      for (const each of [uri, beside]) {
        const document = await vscode.workspace.openTextDocument(each);
        await vscode.window.showTextDocument(document);
        await type(document, 'typed');
        await saveSources(folder);
        assert.ok(document.isDirty);
        await execute('workbench.action.revertAndCloseActiveEditor');
      }
    } finally {
      await vscode.workspace.fs.delete(beside);
    }
  });
});

/** What the history shows of the result of a dispatch. */
async function previewOf(recording: string): Promise<string> {
  const facts = vscode.Uri.file(recording.replace(/\.dispatch$/, '.json'));
  return until('the result', async () => (JSON.parse(await textOf(facts)) as { preview?: string }).preview);
}

async function failed(saving: Promise<void>): Promise<UserError> {
  const error: unknown = await saving.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof UserError, `not told: ${String(error)}`);
  return error;
}
