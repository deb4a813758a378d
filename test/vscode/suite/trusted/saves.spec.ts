import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'mocha';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { COMMANDS, SETTINGS } from '../../../../src/editor/contributions.ts';
import { RecordingReader } from '../../../../src/recording/recordingReader.ts';
import {
  closeAllTabs,
  dispatched,
  execute,
  exists,
  extension,
  keptResult,
  resultTitled,
  runMethod,
  saveDocument,
  until,
  workspaceFolder,
} from '../support.ts';

describe('a save of the source of an inmate', function () {
  this.timeout(180_000);
  const inmate = vscode.Uri.joinPath(workspaceFolder(), 'inmate.ts');
  let original = '';
  before(async () => {
    await closeAllTabs();
    original = (await vscode.workspace.openTextDocument(inmate)).getText();
  });
  beforeEach(closeAllTabs);
  after(async () => {
    await set(SETTINGS.runOnSave, undefined);
    await set(SETTINGS.prepareOnSave, undefined);
    await save(original);
    await closeAllTabs();
  });

  /** Saves the source with another text, as its user does. */
  async function save(text: string): Promise<void> {
    const editor = await vscode.window.showTextDocument(inmate, { viewColumn: vscode.ViewColumn.One });
    const { document } = editor;
    const all = new vscode.Range(document.positionAt(0), document.positionAt(document.getText().length));
    await editor.edit((edit) => edit.replace(all, text));
    await saveDocument(document);
  }

  it('builds its image and has a container wait for it, before anything is run', async () => {
    await save(`${original}\n// prepared ${Date.now()}\n`);
    const { Hoosegow } = await (await extension().activate()).engine();
    const settings = vscode.workspace.getConfiguration();
    const hoosegow = new Hoosegow({
      inmateDir: workspaceFolder().fsPath,
      docker: { host: settings.get(SETTINGS.host, '') },
      baseImage: settings.get(SETTINGS.baseImage, ''),
    });
    try {
      await until('the image', async () => (await hoosegow.imageExists()) || undefined, 120_000);
    } finally {
      await hoosegow.close();
    }
    const { recording } = await dispatched('add', 1, 2);
    assert.ok(!(await stepsOf(recording)).includes('build'), 'it was built at the save');
  });

  it('holds up no run that is begun while it goes on', async () => {
    await set(SETTINGS.prepareOnSave, false);
    const editor = await vscode.window.showTextDocument(inmate, { viewColumn: vscode.ViewColumn.One });
    for (let round = 0; round < 4; round++) {
      await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), `// ${round}\n`));
      const saved = vscode.commands.executeCommand('workbench.action.files.save');
      const { outcome } = await dispatched('add', round, 1);
      assert.equal(outcome.outcome, 'returned');
      await saved;
    }
    await set(SETTINGS.prepareOnSave, undefined);
  });

  it('makes the last call again where its user wants that, and shows its result', async () => {
    const { recording } = await dispatched('add', 20, 22);
    const known = await recordings(recording, 'add');
    await set(SETTINGS.runOnSave, true);
    await save(original.replace('return a + b;', 'return a + b + 100;'));
    const path = await until('another dispatch', async () => (await newOf(recording, 'add', known))[0], 120_000);
    const result = await until('its result', async () => (await returnedBy(path)) ?? undefined, 120_000);
    assert.equal(result, 142);
    await resultTitled(/^add · returned/);
    await set(SETTINGS.runOnSave, undefined);
    await save(original);
  });

  it('marks the Dockerfile where the call cannot be made for its image, until it can', async () => {
    await dispatched('add', 1, 2);
    const dockerfile = vscode.Uri.joinPath(workspaceFolder(), 'Dockerfile');
    const sound = await vscode.workspace.fs.readFile(dockerfile);
    const broken = Buffer.from(sound)
      .toString('utf8')
      .replace(/^(FROM .*)$/m, '$1\nRUN npmx ci');
    await set(SETTINGS.runOnSave, true);
    // Only a call that is made again builds.
    await set(SETTINGS.prepareOnSave, false);
    try {
      await vscode.workspace.fs.writeFile(dockerfile, Buffer.from(broken));
      await save(`${original}\n// broken ${Date.now()}\n`);
      const found = await until('the mark', () => vscode.languages.getDiagnostics(dockerfile)[0], 120_000);
      assert.match(found.message, /^npmx: (command )?not found$/);
      const document = await vscode.workspace.openTextDocument(dockerfile);
      assert.equal(document.lineAt(found.range.start.line).text, 'RUN npmx ci');
    } finally {
      await vscode.workspace.fs.writeFile(dockerfile, sound);
      await save(original);
    }
    await until('no mark', () => vscode.languages.getDiagnostics(dockerfile).length === 0 || undefined, 120_000);
    await set(SETTINGS.runOnSave, undefined);
    await set(SETTINGS.prepareOnSave, undefined);
  });

  it('ends the call that the save before has begun, of which nothing stays', async () => {
    const running = runMethod('wait', []);
    await resultTitled(/^wait · running$/);
    const first = await keptResult();
    await execute(COMMANDS.stop, first);
    await running;
    await closeAllTabs();
    const known = await recordings(first, 'wait');
    await set(SETTINGS.runOnSave, true);
    await save(`${original}\n// once ${Date.now()}\n`);
    const second = await until(
      'the call of the first save',
      async () => (await newOf(first, 'wait', known))[0],
      120_000,
    );
    await until(
      'that it runs',
      async () => ((await stepsOf(second)).includes('requested') ? true : undefined),
      120_000,
    );
    await save(`${original}\n// twice ${Date.now()}\n`);
    const third = await until(
      'the call of the second save',
      async () => (await newOf(first, 'wait', [...known, second]))[0],
      120_000,
    );
    await until(
      'that nothing stays of the first',
      async () => !(await exists(vscode.Uri.file(second))) || undefined,
      60_000,
    );
    await set(SETTINGS.runOnSave, undefined);
    await until('that it can be stopped', async () => {
      await execute(COMMANDS.stop, third);
      return (await stepsOf(third)).includes('outcome') || undefined;
    });
    await save(original);
  });
});

async function set(id: string, value: boolean | undefined): Promise<void> {
  await vscode.workspace.getConfiguration().update(id, value, vscode.ConfigurationTarget.Global);
}

/** Recordings of a method, where another one lies. */
async function recordings(beside: string, method: string): Promise<string[]> {
  const names = await readdir(dirname(beside));
  return names
    .filter((name) => name.startsWith(`${method}-`) && name.endsWith('.dispatch'))
    .map((name) => join(dirname(beside), name));
}

async function newOf(beside: string, method: string, known: readonly string[]): Promise<string[]> {
  return (await recordings(beside, method)).filter((path) => !known.includes(path));
}

/** Steps of the lifecycle by now, and `outcome` when there is one. */
async function stepsOf(recording: string): Promise<string[]> {
  const steps: string[] = [];
  const reader = await RecordingReader.open(recording);
  for await (const { type, value } of reader.events()) {
    if (type === 'lifecycle') steps.push(value.event);
    if (type === 'outcome') steps.push(type);
  }
  return steps;
}

async function returnedBy(recording: string): Promise<unknown> {
  const reader = await RecordingReader.open(recording);
  for await (const { type, value } of reader.events()) if (type === 'return') return value;
  return undefined;
}
