import assert from 'node:assert/strict';
import { after, describe, it } from 'mocha';
import { join } from 'node:path';
import { readFile, stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import { COMMANDS, RESTRICTED_SETTINGS } from '../../../../src/editor/contributions.ts';
import { suiteContext } from '../context.ts';
import { closeAllTabs, execute, extension, openTimelines, runMethod, workspaceFolder } from '../support.ts';

describe('Restricted Mode', function () {
  this.timeout(60_000);
  const { recording, scratch } = suiteContext();
  after(closeAllTabs);

  it('is on, and the extension is active in it', async () => {
    assert.equal(vscode.workspace.isTrusted, false);
    await extension().activate();
  });

  it('runs no method and builds no image', async () => {
    assert.equal(await runMethod('add', [1, 2]), undefined);
    assert.equal(await execute(COMMANDS.build, workspaceFolder()), undefined);
    const { Hoosegow } = await (await extension().activate()).engine();
    const host = vscode.workspace.getConfiguration().get<string>('hoosegow.engine.host', '');
    const hoosegow = new Hoosegow({ inmateDir: workspaceFolder().fsPath, docker: { host } });
    try {
      assert.equal(await hoosegow.imageExists(), false);
    } finally {
      await hoosegow.close();
    }
  });

  it('shows no lenses', async () => {
    const inmate = vscode.Uri.joinPath(workspaceFolder(), 'inmate.ts');
    await vscode.workspace.openTextDocument(inmate);
    const lenses = await execute<vscode.CodeLens[]>('vscode.executeCodeLensProvider', inmate, 100);
    assert.deepEqual(
      lenses.filter(({ command }) => command?.command.startsWith('hoosegow.')),
      [],
    );
  });

  it('opens the document of a call, offers no way to run it, and does not', async () => {
    const file = vscode.Uri.joinPath(workspaceFolder(), 'calls', 'add.call.jsonc');
    const text = '{ "method": "add", "args": { "a": 1, "b": "2" } }';
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
    await vscode.window.showTextDocument(file);
    const lenses = await execute<vscode.CodeLens[]>('vscode.executeCodeLensProvider', file, 100);
    assert.deepEqual(
      lenses.filter(({ command }) => command?.command.startsWith('hoosegow.')),
      [],
    );
    assert.equal(await execute(COMMANDS.runCall, file), undefined);
    assert.equal(await execute(COMMANDS.runCall), undefined);
    assert.deepEqual(openTimelines(), []);
  });

  it('takes no setting of the workspace that would matter', async () => {
    const file = join(workspaceFolder().fsPath, '.vscode/settings.json');
    const asked = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
    for (const id of RESTRICTED_SETTINGS) {
      assert.ok(id in asked, `the workspace asks for ${id}`);
      assert.notDeepEqual(vscode.workspace.getConfiguration().get(id), asked[id], id);
    }
  });

  it('opens and exports recordings', async () => {
    await execute(COMMANDS.openRecording, recording);
    assert.deepEqual(openTimelines(), [recording]);
    const target = vscode.Uri.file(join(scratch, 'export.ndjson'));
    await execute(COMMANDS.exportRecording, { recording: vscode.Uri.file(recording), format: 'ndjson', target });
    assert.ok((await stat(target.fsPath)).size > 0);
  });
});
