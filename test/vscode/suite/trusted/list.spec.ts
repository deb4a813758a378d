import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { COMMANDS } from '../../../../src/editor/contributions.ts';
import { isRecord } from '../../../../src/text/isRecord.ts';
import { closeAllTabs, dispatched, execute, until, workspaceFolder } from '../support.ts';

describe('a dispatch in the list', function () {
  this.timeout(180_000);
  let first = '';
  let last = '';

  before(async () => {
    await execute(COMMANDS.build, workspaceFolder());
    first = (await dispatched('shout', 'one', { times: 1 })).recording;
    last = (await dispatched('shout', 'two', { times: 1 })).recording;
  });
  after(async () => {
    await execute(COMMANDS.clearDispatchFilter);
    await execute(COMMANDS.groupDispatches, 'flat');
    await closeAllTabs();
  });

  /** What is stored beside a recording. */
  async function factsOf(recording: string): Promise<Readonly<Record<string, unknown>>> {
    const facts: unknown = JSON.parse(await readFile(recording.replace(/\.dispatch$/, '.json'), 'utf8'));
    assert.ok(isRecord(facts));
    return facts;
  }

  it('is kept with a preview of what it returned', async () => {
    assert.equal((await factsOf(last))['preview'], '"TWO!"');
  });

  it('is compared with the one before in one view, which begins with what differs', async () => {
    await closeAllTabs();
    await execute(COMMANDS.compareWithLast, { path: last });
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    const [tab] = tabs.filter(({ input }) => input instanceof vscode.TabInputTextDiff);
    assert.equal(tabs.length, 1);
    assert.match(tab?.label ?? '', /^Compared: shout /);
    assert.ok(tab?.input instanceof vscode.TabInputTextDiff);
    const [older, newer] = [tab.input.original, tab.input.modified];
    const texts = await Promise.all(
      [older, newer].map(async (uri) => (await vscode.workspace.openTextDocument(uri)).getText()),
    );
    for (const text of texts) assert.match(text, /^ *arguments differ at \[0\]; result differs; yields differ/);
    assert.match(texts[0] ?? '', /"ONE!"/);
    assert.match(texts[1] ?? '', /"TWO!"/);
  });

  it('opens its source', async () => {
    await execute(COMMANDS.openMethodSource, { path: last });
    const shown = await until('its source', () => vscode.window.activeTextEditor);
    assert.match(shown.document.uri.path, /inmate\.ts$/);
    assert.match(shown.document.lineAt(shown.selection.active.line).text, /shout/);
  });

  it('gives its result and its command to be copied', async () => {
    await execute(COMMANDS.copyResult, { path: last });
    assert.equal(await vscode.env.clipboard.readText(), 'TWO!');
    await execute(COMMANDS.copyCommandLine, { path: last });
    assert.match(await vscode.env.clipboard.readText(), /^hoosegow run --args '\["two",\{"times":1\}\]' \S+ shout$/);
  });

  it('is pinned and unpinned', async () => {
    await execute(COMMANDS.pinDispatch, { path: first }, [{ path: first }, { path: last }]);
    assert.deepEqual([(await factsOf(first))['pinned'], (await factsOf(last))['pinned']], [true, true]);
    await execute(COMMANDS.unpinDispatch, { path: first });
    assert.deepEqual([(await factsOf(first))['pinned'], (await factsOf(last))['pinned']], [false, true]);
    await execute(COMMANDS.unpinDispatch, { path: last });
  });

  it('is listed in every way', async () => {
    for (const grouping of ['day', 'method', 'inmate', 'flat']) await execute(COMMANDS.groupDispatches, grouping);
    await execute(COMMANDS.filterDispatches, { text: 'two', state: 'returned' });
    await execute(COMMANDS.clearDispatchFilter);
  });
});
