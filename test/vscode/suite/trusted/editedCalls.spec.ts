import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'mocha';
import { readdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { COMMANDS } from '../../../../src/editor/contributions.ts';
import type { RunResult } from '../../../../src/editor/dispatches/run/dispatchRunner.ts';
import { suiteContext } from '../context.ts';
import { type } from '../notes.ts';
import { closeAllTabs, dispatched, execute, saveDocument, until, workspaceFolder } from '../support.ts';

const FAST = '// of last week\n// and this one\n\n{ "method": "choose", "args": { "mode": "fast" } }\n';

describe('a document of a call', function () {
  this.timeout(180_000);
  const calls = vscode.Uri.joinPath(workspaceFolder(), 'calls');
  const target = { inmate: workspaceFolder().fsPath, method: 'choose' };
  const fileOf = (name: string): vscode.Uri => vscode.Uri.joinPath(calls, `${name}.call.jsonc`);

  before(closeAllTabs);
  afterEach(async () => {
    for (const { uri, isUntitled } of vscode.workspace.textDocuments) {
      if (!isUntitled) continue;
      await vscode.window.showTextDocument(uri);
      await execute('workbench.action.revertAndCloseActiveEditor');
    }
    await closeAllTabs();
  });
  after(() => vscode.workspace.fs.delete(calls, { recursive: true }));

  /** Writes a call beside the inmate, and opens it. */
  async function saved(name: string, text: string): Promise<vscode.TextDocument> {
    await vscode.workspace.fs.writeFile(fileOf(name), Buffer.from(text));
    return vscode.workspace.openTextDocument(fileOf(name));
  }

  it('has its lenses where the call begins, behind comments', async () => {
    const { uri } = await saved('fast', FAST);
    const lenses = await execute<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 100);
    assert.deepEqual(
      lenses.map(({ range, command }) => [range.start.line, command?.command]),
      [
        [3, COMMANDS.runCall],
        [3, COMMANDS.fillCall],
      ],
    );
  });

  it('is marked no more when it is closed', async () => {
    const uri = fileOf('wrong');
    await vscode.workspace.fs.writeFile(uri, Buffer.from(FAST.replace('fast', 'bogus')));
    // What an extension opens stays open for a while behind its tab.
    await execute('vscode.open', uri);
    const marks = (): readonly vscode.Diagnostic[] =>
      vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'hoosegow');
    await until('the mark', () => marks()[0]);
    await closeAllTabs();
    await until('no mark', () => marks().length === 0 || undefined);
  });

  it('opens with the cursor at the first argument, keeps what stands in it, and takes no name that is taken', async () => {
    await saved('choose', FAST);
    await execute(COMMANDS.editArguments, target);
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.uri.path, fileOf('choose-2').path);
    const { document, selection } = editor;
    const { text } = document.lineAt(selection.active.line);
    // With what it was called with before, if it was.
    assert.match(text.slice(0, selection.active.character), /"mode": "$/);
    assert.match(text.slice(selection.active.character), /^(?:fast|slow)"/);
    await type(document, FAST);
    await execute(COMMANDS.editArguments, target);
    assert.equal(document.getText(), FAST);
  });

  it('is picked among those that are saved, by its name, and run', async () => {
    await saved('b', FAST.replace('fast', 'slow'));
    await saved('a', FAST);
    await closeAllTabs();
    let result: RunResult | undefined;
    void execute<RunResult | undefined>(COMMANDS.runCall).then((given) => (result = given));
    const { recording } = await until(
      'the run of the first one',
      async () => {
        await execute('workbench.action.acceptSelectedQuickOpenItem');
        return result;
      },
      60_000,
    );
    assert.match(recording, /choose-/);
    const again = await execute<RunResult | undefined>(COMMANDS.runCall, fileOf('a'));
    assert.equal(again?.outcome.outcome, 'returned');
  });

  it('is run as it is in the editor, saved or not', async () => {
    const document = await saved('fast', FAST);
    await type(document, FAST.replace('fast', 'bogus'));
    assert.equal(await execute<RunResult | undefined>(COMMANDS.runCall, document.uri), undefined);
    await type(document, FAST);
    await saveDocument(document);
  });

  it('gives an inmate no file from elsewhere without the word of its user', async () => {
    const { recording } = await dispatched('add', 1, 2);
    const known = await readdir(dirname(recording));
    const elsewhere = vscode.Uri.joinPath(vscode.Uri.file(suiteContext().scratch), 'secret.txt');
    await vscode.workspace.fs.writeFile(elsewhere, Buffer.from('secret'));
    const args = { mode: 'fast', note: `@${elsewhere.fsPath}` };
    const { uri } = await saved('outside', JSON.stringify({ method: 'choose', args }));
    // Tests are asked nothing: a question is as good as refused.
    const result = await execute<RunResult | undefined>(COMMANDS.runCall, uri);
    assert.equal(result, undefined);
    assert.deepEqual(await readdir(dirname(recording)), known);
  });

  it('that is no text, or too large, is not run', async () => {
    for (const bytes of [Buffer.from([0xff, 0xfe, 0xff]), Buffer.from(FAST + ' '.repeat(4 * 1024 ** 2))]) {
      await vscode.workspace.fs.writeFile(fileOf('large'), bytes);
      assert.equal(await execute<RunResult | undefined>(COMMANDS.runCall, fileOf('large')), undefined);
    }
  });
});
