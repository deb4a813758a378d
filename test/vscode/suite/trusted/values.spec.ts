import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { TIMELINE_EDITOR, WHOLE_SCHEME } from '../../../../src/editor/contributions.ts';
import { RecordingReader } from '../../../../src/recording/recordingReader.ts';
import { suiteContext } from '../context.ts';
import { closeAllTabs, dispatched, execute, openTimelines, until } from '../support.ts';

describe('values of a recording', () => {
  const { recording, scratch } = suiteContext();
  afterEach(closeAllTabs);

  const address = (what: unknown, name: string, file = recording): vscode.Uri =>
    vscode.Uri.from({
      scheme: WHOLE_SCHEME,
      path: `/${name}`,
      query: JSON.stringify({ recording: vscode.Uri.file(file).toString(), what }),
    });

  it('open as documents that can only be read, whole and in their language', async () => {
    const index = (await RecordingReader.open(recording)).index();
    await index.extend();
    const rowOf = (type: string): number => {
      const row = Array.from({ length: index.length }, (_, at) => at).find((at) => index.type(at) === type);
      assert.ok(row !== undefined);
      return row;
    };
    const [result, yielded] = [rowOf('return'), rowOf('yield')];
    const text = await vscode.workspace.openTextDocument(
      address({ kind: 'value', row: result, path: [], form: 'value' }, 'result.txt'),
    );
    assert.equal(text.getText(), (await index.frameAt(result)).value);
    const json = await vscode.workspace.openTextDocument(
      address({ kind: 'value', row: yielded, path: [], form: 'value' }, 'yield.json'),
    );
    // A yield of one value is that value.
    assert.deepEqual([JSON.parse(json.getText())], (await index.frameAt(yielded)).value);
    assert.equal(json.languageId, 'json');
    const stream = await vscode.workspace.openTextDocument(
      address({ kind: 'stream', row: result, stream: 'stdout' }, 'stdout.txt'),
    );
    assert.match(stream.getText(), /^shouting 1\n/);
    await vscode.window.showTextDocument(stream);
    const before = stream.getText();
    await execute('type', { text: 'x' });
    assert.equal(stream.getText(), before);
    assert.equal(stream.isDirty, false);
  });

  it('are refused where an address names none', async () => {
    for (const what of [
      undefined,
      { kind: 'file', path: '/etc/passwd' },
      { kind: 'stream', row: -1, stream: 'stdout' },
    ]) {
      await assert.rejects(async () => vscode.workspace.openTextDocument(address(what, 'x.txt')));
    }
    const none = join(scratch, 'none.dispatch');
    const what = { kind: 'stream', row: 0, stream: 'stdout' };
    await assert.rejects(async () => vscode.workspace.openTextDocument(address(what, 'x.txt', none)));
  });

  it('and the timeline are closed with the recording, whoever deletes it', async () => {
    const { recording: mine } = await dispatched('shout', 'gone soon', 1);
    const elsewhere = join(scratch, 'elsewhere.dispatch');
    await copyFile(mine, elsewhere);
    for (const path of [mine, elsewhere]) {
      await execute('vscode.openWith', vscode.Uri.file(path), TIMELINE_EDITOR, { preview: false });
    }
    await until('both', () => (openTimelines().length >= 2 ? true : undefined));
    await vscode.window.showTextDocument(address({ kind: 'stream', row: 0, stream: 'stdout' }, 'stdout.txt', mine));
    // As another window does it.
    await rm(mine);
    await rm(mine.replace(/dispatch$/, 'json'), { force: true });
    await until('the other one alone', () => (openTimelines().join() === elsewhere ? true : undefined));
    const texts = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).map(({ input }) => input);
    assert.deepEqual(
      texts.filter((input) => input instanceof vscode.TabInputText && input.uri.scheme === WHOLE_SCHEME),
      [],
    );
  });
});
