import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { COMMANDS } from '../../../../src/editor/contributions.ts';
import type { RunResult } from '../../../../src/editor/dispatches/run/dispatchRunner.ts';
import { RecordingReader } from '../../../../src/recording/recordingReader.ts';
import { closeAllTabs, execute, exists, until, workspaceFolder } from '../support.ts';

describe('arguments in a document', function () {
  this.timeout(180_000);
  const calls = vscode.Uri.joinPath(workspaceFolder(), 'calls');
  const target = { inmate: workspaceFolder().fsPath, method: 'choose' };

  before(async () => {
    await execute<string | undefined>(COMMANDS.build, workspaceFolder());
    // A method whose arguments have parts within parts is not asked for one by one. Specs run in the order of their names,
    // and this is the first that calls it: afterwards the arguments before would be offered.
    assert.equal(await execute<RunResult | undefined>(COMMANDS.run, target), undefined);
  });
  afterEach(() => rewrite('{ "method": "choose", "args": { "mode": "fast" } }'));
  after(async () => {
    await closeAllTabs();
    await vscode.workspace.fs.delete(calls, { recursive: true });
  });

  it('opens beside the source as a file that is not saved yet, and tells of every parameter', async () => {
    const { document } = editor();
    assert.equal(document.uri.path, vscode.Uri.joinPath(calls, 'choose.call.jsonc').path);
    assert.ok(document.isUntitled);
    assert.equal(document.languageId, 'jsonc');
    assert.match(document.getText(), /\/\/ mode: 'fast' \| 'slow'\n {4}"mode": "fast"\n {4}\/\/ rows: /);
    assert.equal(await exists(calls), false);
    const lenses = await execute<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 100);
    assert.deepEqual(
      lenses.flatMap(({ command }) => (command ? [command.command] : [])),
      [COMMANDS.runCall, COMMANDS.fillCall, COMMANDS.saveCall],
    );
  });

  it('proposes names, literals and members of interfaces', async () => {
    assert.deepEqual(await proposed('{ "method": "choose", "args": { | } }'), ['mode', 'rows', 'when', 'note']);
    assert.deepEqual(await proposed('{ "method": "choose", "args": { "mode": | } }'), ['"fast"', '"slow"']);
    assert.deepEqual(await proposed('{ "method": "choose", "args": { "rows": [{ | }] } }'), ['times']);
  });

  it('is marked where it is wrong, with what is allowed, and is not run then', async () => {
    const wrong = '{ "method": "choose", "args": { "mode": "bogus", "rows": [{ "tims": 1 }] } }';
    await rewrite(wrong);
    const found = await until('the marks', () => {
      const marks = marksOf(editor().document.uri);
      return marks.length === 2 ? marks : undefined;
    });
    assert.match(found[0]?.message ?? '', /"bogus".*"fast" or "slow"/);
    assert.match(found[1]?.message ?? '', /Did you mean times\?/);
    assert.equal(editor().document.getText(found[0]?.range), '"bogus"');
    assert.equal(await execute<RunResult | undefined>(COMMANDS.runCall), undefined);
    await rewrite('{ "method": "choose", "args": { "mode": "fast" } }');
    await until('no marks', () => (marksOf(editor().document.uri).length === 0 ? true : undefined));
  });

  it('is run as it is, with files, dates and large numbers', async () => {
    await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(calls, 'note.md'), new TextEncoder().encode('# Ä'));
    await rewrite(`{
      // comments are welcome
      "method": "choose",
      "args": { "mode": "slow", "when": "2024-02-29T12:00:00Z", "note": "@calls/note.md", "rows": [{ "times": 2 }], },
    }`);
    assert.deepEqual(await resultOf(await execute<RunResult | undefined>(COMMANDS.runCall)), {
      mode: 'slow',
      rows: [{ times: 2 }],
      when: new Date('2024-02-29T12:00:00Z'),
      note: '# Ä',
    });
    // What was called so can be called again.
    assert.equal(((await resultOf(await execute(COMMANDS.runLast))) as { note: string }).note, '# Ä');
  });

  it('is run by what runs the method at the cursor', async () => {
    await rewrite('{\n  "method": "choose",\n  "args": { "mode": "slow" }\n}');
    const active = await vscode.window.showTextDocument(editor().document);
    active.selection = new vscode.Selection(2, 0, 2, 0);
    const result = await execute<RunResult | undefined>(COMMANDS.runAtCursor);
    assert.equal(((await resultOf(result)) as { mode: string }).mode, 'slow');
  });

  it('is saved beside the inmate, and run from its file', async () => {
    await show();
    await rewrite('{ "method": "choose", "args": { "mode": "slow" } }');
    const saved = await execute<vscode.Uri | undefined>(COMMANDS.saveCall);
    const file = vscode.Uri.joinPath(calls, 'choose.call.jsonc');
    assert.equal(saved?.path, file.path);
    assert.ok(await exists(file));
    await closeAllTabs();
    const result = await execute<RunResult | undefined>(COMMANDS.runCall, file);
    assert.equal(((await resultOf(result)) as { mode: string }).mode, 'slow');
    await vscode.window.showTextDocument(file);
  });

  /** The document; running a call brings its timeline in front. */
  async function show(): Promise<void> {
    await execute(COMMANDS.editArguments, target);
  }
});

function editor(): vscode.TextEditor {
  const found = vscode.window.visibleTextEditors.find(({ document }) => document.uri.path.endsWith('.call.jsonc'));
  assert.ok(found, 'no document of a call is to be seen');
  return found;
}

async function rewrite(text: string): Promise<void> {
  const document = vscode.workspace.textDocuments.find(({ uri }) => uri.path.endsWith('.call.jsonc'));
  if (!document) return;
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text);
  await vscode.workspace.applyEdit(edit);
  await vscode.window.showTextDocument(document);
}

/** What is proposed at the bar. */
async function proposed(marked: string): Promise<readonly string[]> {
  await rewrite(marked.replace('|', ''));
  const { document } = editor();
  const position = document.positionAt(marked.indexOf('|'));
  const list = await execute<vscode.CompletionList>('vscode.executeCompletionItemProvider', document.uri, position);
  const ours = list.items.filter(({ sortText }) => /^\d{4}$/.test(sortText ?? ''));
  return ours.map(({ label }) => (typeof label === 'string' ? label : label.label));
}

function marksOf(uri: vscode.Uri): readonly vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'hoosegow');
}

async function resultOf(result: RunResult | undefined): Promise<unknown> {
  assert.equal(result?.outcome.outcome, 'returned');
  const reader = await RecordingReader.open(result.recording);
  for await (const { type, value } of reader.events()) if (type === 'return') return value;
  return assert.fail('there is no result');
}
