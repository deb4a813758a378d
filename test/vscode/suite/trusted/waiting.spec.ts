import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { SETTINGS } from '../../../../src/editor/contributions.ts';
import { RecordingReader } from '../../../../src/recording/recordingReader.ts';
import { closeAllTabs, dispatched, until, workspaceFolder } from '../support.ts';

describe('a container waits', function () {
  this.timeout(60_000);
  const inmate = vscode.Uri.joinPath(workspaceFolder(), 'inmate.ts');
  before(closeAllTabs);
  after(async () => {
    await keep(undefined);
    await closeAllTabs();
  });

  it('for the next run, after one', async () => {
    await dispatched('add', 1, 2);
    await until('a run that did not have to wait for its container', hadWaited, 30_000);
  });

  it('for the first run of an inmate that is open, and for none of another', async () => {
    await keep(0);
    assert.equal(await hadWaited(), undefined);
    assert.equal(await hadWaited(), undefined);
    await keep(1);
    await vscode.window.showTextDocument(inmate);
    await until('a run that did not have to wait for its container', hadWaited, 30_000);
  });
});

async function keep(count: number | undefined): Promise<void> {
  await vscode.workspace.getConfiguration().update(SETTINGS.waiting, count, vscode.ConfigurationTarget.Global);
}

/** Runs a method. @returns whether its container had waited for it, as its recording tells */
async function hadWaited(): Promise<true | undefined> {
  const { recording } = await dispatched('add', 1, 2);
  const reader = await RecordingReader.open(recording);
  for await (const event of reader.events()) {
    if (event.type === 'lifecycle' && event.value.event === 'started' && event.value.waited !== undefined) return true;
  }
  return undefined;
}
