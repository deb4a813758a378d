import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { readdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { MACHINE_SETTINGS, SETTINGS } from '../../../../src/editor/contributions.ts';
import { RecordingReader } from '../../../../src/recording/recordingReader.ts';
import { closeAllTabs, dispatched, runMethod } from '../support.ts';

const { Global, Workspace } = vscode.ConfigurationTarget;

async function set(id: string, value: unknown, target: vscode.ConfigurationTarget): Promise<void> {
  await vscode.workspace.getConfiguration().update(id, value, target);
}

describe('settings', function () {
  this.timeout(120_000);

  afterEach(async () => {
    for (const id of [SETTINGS.memory, SETTINGS.historyCount]) {
      await set(id, undefined, Global);
      await set(id, undefined, Workspace);
    }
    await closeAllTabs();
  });

  it('of a workspace cannot name the engine', async () => {
    for (const id of MACHINE_SETTINGS) {
      await assert.rejects(set(id, 'anything', Workspace), (error: Error) => error.message.includes(id), id);
    }
  });

  it('of a workspace tighten a limit, and never loosen it', async () => {
    const memory = async () => {
      const { meta } = await RecordingReader.open((await dispatched('add', 1, 2)).recording);
      return (meta.limits['memory'] ?? 0) / 2 ** 20;
    };
    await set(SETTINGS.memory, 128, Workspace);
    assert.equal(await memory(), 128);
    await set(SETTINGS.memory, 4096, Workspace);
    assert.equal(await memory(), 256);
    await set(SETTINGS.memory, 512, Global);
    assert.equal(await memory(), 512);
  });

  it('that cannot be right stop a run', async () => {
    await set(SETTINGS.memory, -1, Global);
    assert.equal(await runMethod('add', [1, 2]), undefined);
  });

  it('bound the history', async () => {
    const { recording } = await dispatched('add', 1, 2);
    await set(SETTINGS.historyCount, 2, Global);
    const [, third] = [await dispatched('add', 2, 3), await dispatched('add', 3, 4)];
    const kept = (await readdir(dirname(recording))).filter((file) => file.endsWith('.dispatch'));
    assert.equal(kept.length, 2);
    assert.ok(kept.some((file) => third.recording.endsWith(file)));
    assert.ok(!kept.some((file) => recording.endsWith(file)));
  });
});
