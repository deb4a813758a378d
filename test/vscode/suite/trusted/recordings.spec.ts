import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { COMMANDS, TIMELINE_EDITOR } from '../../../../src/editor/contributions.ts';
import { suiteContext } from '../context.ts';
import { closeAllTabs, execute, openTimelines, until } from '../support.ts';

describe('recordings', () => {
  const { recording, scratch } = suiteContext();
  afterEach(closeAllTabs);

  it('open in the timeline by default', async () => {
    await execute('vscode.open', vscode.Uri.file(recording));
    assert.deepEqual(openTimelines(), [recording]);
  });

  it('open by the command, by path and by address', async () => {
    await execute(COMMANDS.openRecording, recording);
    assert.deepEqual(openTimelines(), [recording]);
    await closeAllTabs();
    await execute(COMMANDS.openDispatch, vscode.Uri.file(recording));
    assert.deepEqual(openTimelines(), [recording]);
  });

  it('open under an odd name', async () => {
    const odd = join(scratch, 'a "quoted" <b>name 100% #1 ü.dispatch');
    await copyFile(recording, odd);
    await execute(COMMANDS.openRecording, odd);
    assert.deepEqual(openTimelines(), [odd]);
  });

  it('that are none open with what is wrong with them', async () => {
    const broken = join(scratch, 'broken.dispatch');
    await writeFile(broken, 'no recording');
    await execute('vscode.openWith', vscode.Uri.file(broken), TIMELINE_EDITOR);
    await until('its tab', () => openTimelines().includes(broken) || undefined);
  });
});
