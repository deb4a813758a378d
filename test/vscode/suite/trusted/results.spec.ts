import assert from 'node:assert/strict';
import { after, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { COMMANDS } from '../../../../src/editor/contributions.ts';
import type { RunResult } from '../../../../src/editor/dispatches/run/dispatchRunner.ts';
import {
  closeAllTabs,
  dispatched,
  execute,
  keptResult,
  openTimelines,
  resultTabs,
  resultTitled,
  runMethod,
  until,
  workspaceFolder,
} from '../support.ts';

const RETURNED = /^add · returned · \d\d:\d\d$/;

describe('the result of a run', function () {
  this.timeout(180_000);
  const inmate = vscode.Uri.joinPath(workspaceFolder(), 'inmate.ts');
  beforeEach(async () => {
    await closeAllTabs();
    await vscode.window.showTextDocument(inmate, { viewColumn: vscode.ViewColumn.One });
  });
  after(closeAllTabs);

  it('is beside the source, in one tab for all runs, and leaves the focus where it is', async () => {
    for (let n = 1; n <= 4; n++) await dispatched('add', n, 1);
    const tab = await resultTitled(RETURNED);
    assert.equal(resultTabs().length, 1);
    assert.equal(tab.group.viewColumn, vscode.ViewColumn.Two);
    assert.equal(vscode.window.tabGroups.activeTabGroup.viewColumn, vscode.ViewColumn.One);
    assert.equal(vscode.window.activeTextEditor?.document.uri.fsPath, inmate.fsPath);
    assert.deepEqual(openTimelines(), []);
  });

  it('is kept as a timeline of its own, at its place; the next run leaves that alone', async () => {
    const first = await dispatched('add', 1, 2);
    await resultTitled(RETURNED);
    assert.equal(await keptResult(), first.recording);
    const isKept = ({ input }: vscode.Tab) => input instanceof vscode.TabInputCustom;
    const kept = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).find(isKept);
    assert.equal(kept?.group.viewColumn, vscode.ViewColumn.Two);
    assert.equal(kept.isPreview, false);
    await vscode.window.showTextDocument(inmate, { viewColumn: vscode.ViewColumn.One });
    await dispatched('bytes');
    const tab = await resultTitled(/^bytes · returned/);
    await until('the result in front', () => (resultTabs()[0]?.isActive === true ? true : undefined));
    assert.equal(tab.group.viewColumn, vscode.ViewColumn.Two);
    assert.deepEqual(openTimelines(), [first.recording]);
    assert.equal(resultTabs().length, 1);
  });

  it('comes again with the next run where its tab was closed', async () => {
    await dispatched('add', 1, 2);
    await vscode.window.tabGroups.close(await resultTitled(RETURNED));
    assert.deepEqual(resultTabs(), []);
    await dispatched('bytes');
    await resultTitled(/^bytes · returned/);
  });

  it('is what commands are about that are called without one', async () => {
    const { recording } = await dispatched('add', 20, 22);
    await resultTitled(RETURNED);
    const running = runMethod('wait', []);
    await resultTitled(/^wait · running$/);
    const lenses = async () => {
      const found = await execute<vscode.CodeLens[]>('vscode.executeCodeLensProvider', inmate, 100);
      return found.map(({ command }) => command);
    };
    const stop = await until('the lens of what runs', async () =>
      (await lenses()).find((command) => /running · \d+\.\d s of 60 s · Stop$/.test(command?.title ?? '')),
    );
    await execute(stop.command, ...((stop.arguments ?? []) as unknown[]));
    assert.equal((await running)?.outcome.outcome, 'cancelled');
    await resultTitled(/^wait · cancelled/);
    // One that has ended is not stopped, nor is another in its place.
    await execute(COMMANDS.stop, recording);
  });

  it('opens from the history in a tab that the next one takes over', async () => {
    const first = await dispatched('add', 1, 2);
    const second = await dispatched('add', 3, 4);
    await execute(COMMANDS.openDispatch, first.recording);
    await execute(COMMANDS.openDispatch, second.recording);
    await until('the second one', () => openTimelines().includes(second.recording) || undefined);
    assert.deepEqual(openTimelines(), [second.recording]);
  });
});

describe('the method at the cursor', function () {
  this.timeout(180_000);
  const inmate = vscode.Uri.joinPath(workspaceFolder(), 'inmate.ts');
  after(closeAllTabs);

  async function runAt(text: string): Promise<RunResult | undefined> {
    const editor = await vscode.window.showTextDocument(inmate, { viewColumn: vscode.ViewColumn.One });
    const at = editor.document.positionAt(editor.document.getText().indexOf(text));
    editor.selection = new vscode.Selection(at, at);
    return execute<RunResult | undefined>(COMMANDS.runAtCursor);
  }

  it('is run as by its lens', async () => {
    const inBody = await runAt('return Uint8Array.of');
    assert.match(inBody?.recording ?? '', /[/\\]bytes-/);
    assert.equal(inBody?.outcome.outcome, 'returned');
    const below = await runAt('throw new RangeError');
    assert.match(below?.recording ?? '', /[/\\]fail-/);
    const inComment = await runAt('Every lane has something');
    assert.match(inComment?.recording ?? '', /[/\\]shout-/);
  });

  it('is asked for where there is none', async () => {
    const asked = runAt('What the tests in the editor run');
    // The question may not be there yet.
    const isOver = asked.then(() => true as const);
    const left = until('it was left', async () => {
      await execute('workbench.action.closeQuickOpen');
      return Promise.race([isOver, new Promise<undefined>((resolve) => setImmediate(() => resolve(undefined)))]);
    });
    assert.equal(await asked, undefined);
    await left;
  });
});
