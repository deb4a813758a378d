import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { COMMANDS, SETTINGS, VIEWS } from '../../../../src/editor/contributions.ts';
import { closeAllTabs, execute, openTimelines, runMethod, until, workspaceFolder } from '../support.ts';

describe('what goes wrong', function () {
  this.timeout(180_000);
  const dockerfile = vscode.Uri.joinPath(workspaceFolder(), 'Dockerfile');
  let text = '';

  before(async () => {
    text = Buffer.from(await vscode.workspace.fs.readFile(dockerfile)).toString('utf8');
  });
  after(async () => {
    await vscode.workspace.fs.writeFile(dockerfile, Buffer.from(text));
    await closeAllTabs();
  });

  it('in a build is marked in the Dockerfile, with the cause, until it is built or edited', async () => {
    const broken = text.replace(/^(FROM .*)$/m, '$1\nRUN npmx ci');
    await vscode.workspace.fs.writeFile(dockerfile, Buffer.from(broken));
    assert.equal(await execute(COMMANDS.build, workspaceFolder()), undefined);
    const found = await until('the mark', () => vscode.languages.getDiagnostics(dockerfile)[0]);
    assert.match(found.message, /^npmx: (command )?not found$/);
    const document = await vscode.workspace.openTextDocument(dockerfile);
    assert.equal(document.lineAt(found.range.start.line).text, 'RUN npmx ci');
    await execute(COMMANDS.showBuildLog, { inmate: workspaceFolder().fsPath });
    assert.match(vscode.window.activeTextEditor?.document.getText() ?? '', /npmx: (command )?not found/);
    await vscode.workspace.fs.writeFile(dockerfile, Buffer.from(text));
    await until('no mark', () => (vscode.languages.getDiagnostics(dockerfile).length === 0 ? true : undefined));
  });

  it('with more processors than there are is told before a container is made', async () => {
    const settings = vscode.workspace.getConfiguration();
    await settings.update(SETTINGS.processors, 4096, vscode.ConfigurationTarget.Global);
    try {
      assert.equal(await runMethod('add', [1, 2]), undefined);
    } finally {
      await settings.update(SETTINGS.processors, undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('with a file that is no recording leaves a way to it', async () => {
    const file = vscode.Uri.joinPath(workspaceFolder(), 'notes.dispatch');
    await vscode.workspace.fs.writeFile(file, Buffer.from('only notes\n'));
    await execute(COMMANDS.openRecording, file);
    await execute('vscode.openWith', file, 'default');
    await until('its text', () =>
      vscode.window.activeTextEditor?.document.getText() === 'only notes\n' ? true : undefined,
    );
    await vscode.workspace.fs.delete(file);
  });

  it('has a sample to look at', async () => {
    await execute(COMMANDS.openSample);
    await until('its timeline', () =>
      openTimelines().some((path) => path.endsWith('sample.dispatch')) ? true : undefined,
    );
  });

  it('has a view of images and containers that opens', async () => {
    await execute(`${VIEWS.images}.focus`);
    await execute(COMMANDS.refreshImages);
  });
});
