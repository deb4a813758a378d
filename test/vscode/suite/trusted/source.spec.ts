import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { COMMANDS } from '../../../../src/editor/contributions.ts';
import { closeAllTabs, dispatched, execute, saveDocument, until, workspaceFolder } from '../support.ts';

describe('the source of an inmate', function () {
  this.timeout(60_000);
  const inmate = vscode.Uri.joinPath(workspaceFolder(), 'inmate.ts');
  const lenses = async () => {
    const found = await execute<vscode.CodeLens[]>('vscode.executeCodeLensProvider', inmate, 100);
    return found.flatMap(({ range, command }) => (command ? [{ line: range.start.line, title: command.title }] : []));
  };

  it('has lenses over every method, and over nothing else', async () => {
    const document = await vscode.workspace.openTextDocument(inmate);
    const lines = document.getText().split('\n');
    const methods = lines.flatMap((line, at) => (/^export (async )?function/.test(line) ? [at] : []));
    const found = await until('lenses', async () => {
      const all = await lenses();
      return all.length > 0 ? all : undefined;
    });
    assert.deepEqual(
      [...new Set(found.map(({ line }) => line))].toSorted((a, b) => a - b),
      methods,
    );
    for (const line of methods) {
      const titles = found.filter((lens) => lens.line === line).map(({ title }) => title);
      assert.match(titles.join(' '), /Run .*Run with…/);
    }
  });

  it('shows how the last dispatch of a method ended', async () => {
    await dispatched('add', 20, 22);
    await until('the outcome', async () => (await lenses()).find(({ title }) => /returned/.test(title)));
    await closeAllTabs();
  });

  it('is marked while it is typed where Node will not run it, and has lenses over what only running tells', async () => {
    const editor = await vscode.window.showTextDocument(inmate);
    const { end } = editor.document.lineAt(editor.document.lineCount - 1).range;
    const typed = '\nexport enum Colour { red }\nexport const wrapped = wrap(1);\n';
    await editor.edit((edit) => edit.insert(end, typed));
    const mark = (): vscode.Diagnostic | undefined =>
      vscode.languages.getDiagnostics(inmate).find(({ source }) => source === 'hoosegow');
    const found = await until('the mark', mark);
    assert.match(found.message, /an enum is more than a type/);
    assert.equal(found.severity, vscode.DiagnosticSeverity.Error);
    assert.equal(found.range.start.line, end.line + 1);
    await until('the lens', async () => (await lenses()).find(({ line }) => line === end.line + 2));
    // The editor may have saved it by itself.
    await editor.edit((edit) => edit.delete(new vscode.Range(end, end.translate(typed.split('\n').length))));
    await saveDocument(editor.document);
    await until('no mark', () => (mark() ? undefined : true));
    await closeAllTabs();
  });

  it('opens at a method', async () => {
    await execute(COMMANDS.openMethodSource, { inmate: workspaceFolder().fsPath, method: 'bytes' });
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.uri.fsPath, inmate.fsPath);
    assert.match(editor.document.lineAt(editor.selection.active.line).text, /function bytes/);
    await closeAllTabs();
  });

  it('is marked where it imports a package that is missing, which can be installed, and nothing is built', async () => {
    const document = await vscode.workspace.openTextDocument(inmate);
    const typed = "import 'not-there-at-all';\n";
    const change = async (range: vscode.Range, text: string): Promise<void> => {
      const edit = new vscode.WorkspaceEdit();
      edit.replace(inmate, range, text);
      assert.ok(await vscode.workspace.applyEdit(edit));
      await saveDocument(document);
    };
    await vscode.window.showTextDocument(document);
    const mark = (): vscode.Diagnostic | undefined =>
      vscode.languages
        .getDiagnostics(inmate)
        .find(({ source, message }) => source === 'hoosegow' && message.includes('not-there'));
    await change(new vscode.Range(0, 0, 0, 0), typed);
    try {
      const found = await until('the mark', mark);
      assert.equal(found.severity, vscode.DiagnosticSeverity.Error);
      const actions = await execute<vscode.CodeAction[]>('vscode.executeCodeActionProvider', inmate, found.range);
      const install = actions.find(({ title }) => title === 'Install not-there-at-all');
      assert.equal(install?.command?.arguments?.[1], 'not-there-at-all');
      const run = { inmate: workspaceFolder().fsPath, method: 'add', args: [1, 2] };
      assert.equal(await execute(COMMANDS.run, run), undefined);
    } finally {
      await change(new vscode.Range(0, 0, 1, 0), '');
    }
    await until('no mark', () => (mark() ? undefined : true));
    await closeAllTabs();
  });
});
