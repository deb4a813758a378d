import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { COMMANDS } from '../../../../src/editor/contributions.ts';
import type { RunResult } from '../../../../src/editor/dispatches/run/dispatchRunner.ts';
import { RecordingReader } from '../../../../src/recording/recordingReader.ts';
import { EXPORT_FORMATS } from '../../../../src/protocol/protocol.ts';
import { suiteContext } from '../context.ts';
import {
  closeAllTabs,
  dispatched,
  execute,
  keptResult,
  resultTitled,
  runMethod,
  until,
  workspaceFolder,
} from '../support.ts';

describe('a dispatch through Docker', function () {
  this.timeout(180_000);

  before(async () => {
    const image = await execute<string | undefined>(COMMANDS.build, workspaceFolder());
    assert.match(image ?? '', /^hoosegow/);
  });
  after(closeAllTabs);

  it('gives its result, is recorded whole and in order, and its timeline opens', async () => {
    const { outcome, recording } = await dispatched('shout', 'hey', { times: 2 });
    assert.equal(outcome.outcome, 'returned');
    assert.deepEqual(
      (await eventsOf(recording)).filter(([type]) => type !== 'lifecycle' && type !== 'stderr'),
      [
        ['stdout', 'shouting 1\n'],
        ['yield', [{ n: 1, text: 'HEY' }]],
        ['stdout', 'shouting 2\n'],
        ['yield', [{ n: 2, text: 'HEY' }]],
        ['return', 'HEY!'],
        ['outcome', outcome],
      ],
    );
    await resultTitled(/^shout · returned · \d\d:\d\d$/);
    assert.equal(await keptResult(), recording);
  });

  it('runs hardened, with the limits of the settings', async () => {
    const { recording } = await dispatched('add', 1, 2);
    const { meta } = await RecordingReader.open(recording);
    assert.equal(meta.inmateDir, workspaceFolder().fsPath);
    assert.equal(meta.limits['memory'], 256 * 2 ** 20);
    assert.equal(meta.limits['pids'], 128);
  });

  it('raises as the inmate raised, and shows it at its line until the next run', async () => {
    const { outcome } = await dispatched('fail', 'on purpose');
    assert.equal(outcome.outcome, 'raised');
    const inmate = vscode.Uri.joinPath(workspaceFolder(), 'inmate.ts');
    const found = await until('a diagnostic', () => vscode.languages.getDiagnostics(inmate)[0]);
    assert.match(found.message, /RangeError: on purpose/);
    const document = await vscode.workspace.openTextDocument(inmate);
    assert.match(document.lineAt(found.range.start.line).text, /throw new RangeError\(reason\)/);
    await dispatched('add', 1, 2);
    assert.deepEqual(vscode.languages.getDiagnostics(inmate), []);
  });

  it('is made again: the last one, and one of the history', async () => {
    const first = await execute<RunResult | undefined>(COMMANDS.run, {
      inmate: workspaceFolder().fsPath,
      method: 'shout',
      ask: 'ifNeeded',
    });
    const again = await execute<RunResult | undefined>(COMMANDS.runLast);
    assert.ok(first && again && first.recording !== again.recording);
    assert.deepEqual(await valuesOf(again.recording), await valuesOf(first.recording));
    const chosen = await dispatched('add', 40, 2);
    const third = await execute<RunResult | undefined>(COMMANDS.runDispatchAgain, chosen.recording);
    assert.deepEqual(await valuesOf(third?.recording ?? ''), [['return', 42]]);
  });

  it('is stopped while it runs, and leaves its recording', async () => {
    const running = runMethod('wait', []);
    await resultTitled(/^wait · running$/);
    const recording = await keptResult();
    assert.match(recording, /[/\\]wait-/);
    const { length } = await until('it yields', async () => {
      const values = await valuesOf(recording);
      return values.length > 0 ? values : undefined;
    });
    assert.equal(length, 1);
    await execute(COMMANDS.stop, recording);
    const result = await running;
    assert.equal(result?.outcome.outcome, 'cancelled');
    assert.equal(result.recording, recording);
    assert.equal((await eventsOf(recording)).at(-1)?.[0], 'outcome');
    await resultTitled(/^wait · cancelled · /);
  });

  it('is exported in every format, and compared', async () => {
    const one = await dispatched('shout', 'one', { times: 1 });
    const two = await dispatched('shout', 'two', { times: 2 });
    const texts = new Map<string, string>();
    for (const format of EXPORT_FORMATS) {
      const target = vscode.Uri.file(join(suiteContext().scratch, `export.${format}`));
      await execute(COMMANDS.exportRecording, { recording: vscode.Uri.file(one.recording), format, target });
      texts.set(format, await readFile(target.fsPath, 'utf8'));
    }
    assert.equal(texts.get('stdout'), 'shouting 1\n');
    assert.equal(texts.get('stderr'), 'warming up\n');
    assert.match(texts.get('ndjson') ?? '', /"type":"return"/);
    assert.ok(Array.isArray((JSON.parse(texts.get('chrome-trace') ?? '') as { traceEvents: unknown }).traceEvents));
    assert.match(texts.get('html') ?? '', /^<!doctype html>/i);

    const uris = [vscode.Uri.file(one.recording), vscode.Uri.file(two.recording)];
    await execute(COMMANDS.compare, uris[0], uris);
    const diffs = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).map(({ input }) => input);
    assert.equal(diffs.filter((input) => input instanceof vscode.TabInputTextDiff).length, 1);
  });

  it('is kept beside what the history shows of it', async () => {
    const { recording } = await dispatched('bytes');
    const facts = JSON.parse(await readFile(recording.replace(/\.dispatch$/, '.json'), 'utf8')) as object;
    assert.deepEqual(
      Object.entries(facts)
        .filter(([key]) => key === 'method' || key === 'state')
        .toSorted(([a], [b]) => a.localeCompare(b)),
      [
        ['method', 'bytes'],
        ['state', 'returned'],
      ],
    );
    const storage = dirname(recording);
    assert.ok(!storage.startsWith(workspaceFolder().fsPath), 'recordings do not lie in the workspace');
  });
});

/** Type and value of each event, output put together where it comes in several pieces. */
async function eventsOf(recording: string): Promise<[type: string, value: unknown][]> {
  const reader = await RecordingReader.open(recording);
  const events: [string, unknown][] = [];
  for await (const { type, value } of reader.events()) {
    const last = events.at(-1);
    const text = value instanceof Uint8Array && type.startsWith('std') ? Buffer.from(value).toString() : undefined;
    if (text !== undefined && last?.[0] === type) last[1] = `${String(last[1])}${text}`;
    else events.push([type, text ?? value]);
  }
  return events;
}

async function valuesOf(recording: string): Promise<[type: string, value: unknown][]> {
  return (await eventsOf(recording)).filter(([type]) => type === 'yield' || type === 'return');
}
