import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'mocha';
import { readdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { COMMANDS } from '../../../../src/editor/contributions.ts';
import { saveSources } from '../../../../src/editor/dispatches/run/saveSources.ts';
import { UserError } from '../../../../src/editor/text/userError.ts';
import { closeAllTabs, dispatched, execute, until, workspaceFolder } from '../support.ts';

describe('what a run saves before it begins', function () {
  this.timeout(180_000);
  const folder = workspaceFolder();
  const notes = vscode.Uri.joinPath(folder, 'notes.txt');
  const hung: vscode.Disposable[] = [];

  before(async () => {
    await closeAllTabs();
    await set('files.autoSave', 'off');
  });
  afterEach(async () => {
    for (const each of hung.splice(0)) each.dispose();
    for (const id of ['files.readonlyInclude', 'files.autoSaveDelay', 'editor.formatOnSave']) await set(id, undefined);
    await set('files.autoSave', 'off');
    await vscode.workspace.fs.delete(notes, { recursive: true }).then(undefined, () => undefined);
    await vscode.workspace.fs.writeFile(notes, Buffer.from('on the disk'));
    await vscode.window.showTextDocument(notes);
    await execute('workbench.action.files.revert');
    await closeAllTabs();
    await vscode.workspace.fs.delete(notes);
  });
  after(() => set('files.autoSave', undefined));

  /** Opens the notes with a text that is not on the disk. */
  async function typed(text = 'typed'): Promise<vscode.TextDocument> {
    await vscode.workspace.fs.writeFile(notes, Buffer.from('on the disk'));
    const { document } = await vscode.window.showTextDocument(notes);
    await type(document, text);
    return document;
  }

  /** How often the editor has begun to save the notes. */
  function asked(): () => number {
    let count = 0;
    hung.push(vscode.workspace.onWillSaveTextDocument(({ document }) => void (count += isNotes(document) ? 1 : 0)));
    return () => count;
  }

  function isNotes({ uri }: vscode.TextDocument): boolean {
    return uri.toString() === notes.toString();
  }

  it('is what runs', async () => {
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
      await document.save();
    }
  });

  it('is asked for once where it cannot be, the reason is told, and nothing runs', async () => {
    const { recording } = await dispatched('add', 1, 2);
    const known = await readdir(dirname(recording));
    await typed();
    await vscode.workspace.fs.delete(notes);
    await vscode.workspace.fs.createDirectory(notes);
    const count = asked();
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
    await typed();
    await vscode.workspace.fs.writeFile(notes, Buffer.from('written by another program'));
    const count = asked();
    const error = await failed(saveSources(folder));
    assert.match(error.message, /changed on the disk/);
    assert.deepEqual(
      error.steps.map(({ kind }) => kind),
      ['command', 'file'],
    );
    assert.equal(count(), 1);
    assert.equal(await textOf(notes), 'written by another program');
  });

  it('is told at once where settings make it read-only', async () => {
    const document = await typed();
    await set('files.readonlyInclude', { '**/notes.txt': true });
    assert.equal(await document.save(), false);
    const error = await failed(saveSources(folder));
    assert.match(error.message, /files\.readonlyInclude/);
  });

  it("waits for its user's own save, with all that a formatter does, and not a moment longer", async () => {
    const document = await typed();
    await set('editor.formatOnSave', true);
    let go = (): void => undefined;
    const formatting = new Promise<void>((resolve) => {
      const provider: vscode.DocumentFormattingEditProvider = {
        provideDocumentFormattingEdits: () => {
          resolve();
          return new Promise((give) => {
            go = () => give([vscode.TextEdit.insert(new vscode.Position(0, 0), 'formatted ')]);
          });
        },
      };
      hung.push(vscode.languages.registerDocumentFormattingEditProvider({ pattern: '**/notes.txt' }, provider));
    });
    const saved = execute('workbench.action.files.save');
    await formatting;
    let isOver = false;
    const both = Promise.all([saveSources(folder), saveSources(folder)]).then(() => (isOver = true));
    // Refused as it is while a save is under way.
    for (let round = 0; round < 20; round++) assert.equal(await document.save(), false);
    assert.equal(isOver, false);
    go();
    await both;
    assert.equal(await textOf(notes), 'formatted typed');
    await saved;
  });

  it("waits for its user's own save where another extension takes its time", async () => {
    const document = await typed();
    let go = (): void => undefined;
    const begun = new Promise<void>((resolve) => {
      hung.push(
        vscode.workspace.onWillSaveTextDocument((event) => {
          if (!isNotes(event.document)) return;
          event.waitUntil(new Promise<void>((end) => (go = end)));
          resolve();
        }),
      );
    });
    const count = asked();
    const saved = execute('workbench.action.files.save');
    await begun;
    const own = saveSources(folder);
    for (let round = 0; round < 5; round++) assert.equal(await document.save(), false);
    go();
    await Promise.all([own, saved]);
    assert.equal(document.isDirty, false);
    assert.equal(await textOf(notes), 'typed');
    assert.equal(count(), 1);
  });

  it('is saved by a run where the save of its user has failed, or fails with it', async () => {
    await typed();
    await vscode.workspace.fs.writeFile(notes, Buffer.from('written by another program'));
    const saved = execute('workbench.action.files.save');
    assert.match((await failed(saveSources(folder))).message, /changed on the disk/);
    await saved;
  });

  it('is saved once for two runs that begin at the same time', async () => {
    const document = await typed();
    const count = asked();
    await Promise.all([saveSources(folder), saveSources(folder)]);
    assert.equal(document.isDirty, false);
    assert.equal(count(), 1);
  });

  it('is saved although what takes part in a save throws', async () => {
    const document = await typed();
    hung.push(
      vscode.workspace.onWillSaveTextDocument(() => {
        throw new Error('on purpose');
      }),
      vscode.workspace.onWillSaveTextDocument((event) => event.waitUntil(Promise.reject(new Error('on purpose')))),
    );
    await saveSources(folder);
    assert.equal(document.isDirty, false);
    assert.equal(await textOf(notes), 'typed');
  });

  it('is saved beside the auto save of the editor', async () => {
    const document = await typed();
    await set('files.autoSaveDelay', 1);
    for (const kind of ['afterDelay', 'onFocusChange'] as const) {
      await set('files.autoSave', kind);
      for (let round = 0; round < 5; round++) {
        await type(document, `${kind} ${round}`);
        if (kind === 'onFocusChange') void execute('workbench.action.focusSideBar');
        await saveSources(folder);
        assert.equal(await textOf(notes), `${kind} ${round}`);
        if (kind === 'onFocusChange') await vscode.window.showTextDocument(document);
      }
    }
  });

  it('is no file that was never saved, which its user is not asked to name, and none of another folder', async () => {
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

async function set(id: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration().update(id, value, vscode.ConfigurationTarget.Global);
}

async function type(document: vscode.TextDocument, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, document.validateRange(new vscode.Range(0, 0, document.lineCount, 0)), text);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

async function textOf(uri: vscode.Uri): Promise<string> {
  return Buffer.from(await vscode.workspace.fs.readFile(uri)).toString('utf8');
}

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
