import assert from 'node:assert/strict';
import { afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { saveSources } from '../../../../src/editor/dispatches/run/saveSources.ts';
import { suiteContext } from '../context.ts';
import { Notes, set, type } from '../notes.ts';
import { closeAllTabs, execute } from '../support.ts';

describe('a run that begins while something else saves', function () {
  this.timeout(60_000);
  // No inmate: nothing is built for what is saved here.
  const folder = vscode.Uri.file(suiteContext().scratch);
  const notes = new Notes(folder);

  before(closeAllTabs);
  afterEach(() => notes.end());

  it("waits for its user's own save, with all that a formatter does, and not a moment longer", async () => {
    const document = await notes.typed();
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
      notes.until(vscode.languages.registerDocumentFormattingEditProvider({ pattern: '**/notes.txt' }, provider));
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
    assert.equal(await notes.text(), 'formatted typed');
    await saved;
  });

  it("waits for its user's own save where another extension takes its time", async () => {
    const document = await notes.typed();
    let go = (): void => undefined;
    const begun = new Promise<void>((resolve) => {
      notes.until(
        vscode.workspace.onWillSaveTextDocument((event) => {
          if (!notes.is(event.document)) return;
          event.waitUntil(new Promise<void>((end) => (go = end)));
          resolve();
        }),
      );
    });
    const count = notes.asked();
    const saved = execute('workbench.action.files.save');
    await begun;
    const own = saveSources(folder);
    for (let round = 0; round < 5; round++) assert.equal(await document.save(), false);
    go();
    await Promise.all([own, saved]);
    assert.equal(document.isDirty, false);
    assert.equal(await notes.text(), 'typed');
    assert.equal(count(), 1);
  });

  it('is saved by a run where the save of its user has failed, or fails with it', async () => {
    await notes.typed();
    await notes.writeAs('written by another program');
    const saved = execute('workbench.action.files.save');
    await assert.rejects(saveSources(folder), /changed on the disk/);
    await saved;
  });

  it('is saved once for two runs that begin at the same time', async () => {
    const document = await notes.typed();
    const count = notes.asked();
    await Promise.all([saveSources(folder), saveSources(folder)]);
    assert.equal(document.isDirty, false);
    assert.equal(count(), 1);
  });

  it('is saved although what takes part in a save throws', async () => {
    const document = await notes.typed();
    notes.until(
      vscode.workspace.onWillSaveTextDocument(() => {
        throw new Error('on purpose');
      }),
      vscode.workspace.onWillSaveTextDocument((event) => event.waitUntil(Promise.reject(new Error('on purpose')))),
    );
    await saveSources(folder);
    assert.equal(document.isDirty, false);
    assert.equal(await notes.text(), 'typed');
  });

  it('is saved beside the auto save of the editor', async () => {
    const document = await notes.typed();
    await set('files.autoSaveDelay', 1);
    for (const kind of ['afterDelay', 'onFocusChange'] as const) {
      await set('files.autoSave', kind);
      for (let round = 0; round < 5; round++) {
        await type(document, `${kind} ${round}`);
        if (kind === 'onFocusChange') void execute('workbench.action.focusSideBar');
        await saveSources(folder);
        assert.equal(await notes.text(), `${kind} ${round}`);
        if (kind === 'onFocusChange') await vscode.window.showTextDocument(document);
      }
    }
  });
});
