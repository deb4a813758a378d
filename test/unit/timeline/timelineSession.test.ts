import { writeFileSync } from 'node:fs';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { RecordingError } from '../../../src/recording/errors.ts';
import { EventIndex } from '../../../src/recording/index/eventIndex.ts';
import type { Outcome } from '../../../src/recording/event.ts';
import { RecordingReader } from '../../../src/recording/recordingReader.ts';
import { RecordingWriter } from '../../../src/recording/recordingWriter.ts';
import { EVERYTHING, type HostMessage } from '../../../src/protocol/protocol.ts';
import { encodeReady } from '../../../src/wire/readySignal.ts';
import { chunk, freshPath, META, note, record, RETURNED, write, type Step } from '../recording/recordings.ts';
import { concat, dockerFrame, stdoutFrame, text, valueFrame } from '../wire/streams.ts';
import { ALL, TestView } from './view.ts';

const RAISE = { class: 'ArgumentError', message: 'no\nsuch thing', backtrace: ['at a (/inmate/inmate.ts:3:5)'] };

/** A dispatch from its build to its removal. */
const WHOLE: readonly Step[] = [
  { lifecycle: { event: 'build', image: 'hoosegow:abc' }, t: 1 },
  { lifecycle: { event: 'built', image: 'hoosegow:abc' }, t: 5 },
  { lifecycle: { event: 'create', container: 'c' }, t: 6 },
  { lifecycle: { event: 'created', container: 'c' }, t: 10 },
  { lifecycle: { event: 'start' }, t: 11 },
  { lifecycle: { event: 'started' }, t: 60 },
  { lifecycle: { event: 'requested', bytes: 20 }, t: 61 },
  chunk('multiplexed', dockerFrame(1, stdoutFrame('hello\n', 400)), 70),
  chunk('multiplexed', concat(dockerFrame(2, text('warned\n')), dockerFrame(1, valueFrame('yield', [1, 2], 900))), 71),
  chunk('multiplexed', dockerFrame(1, valueFrame('return', { ok: true }, 12_400)), 73.4),
  { lifecycle: { event: 'exited', code: 0, signal: null, oomKilled: false }, t: 80 },
  { lifecycle: { event: 'remove' }, t: 81 },
  { lifecycle: { event: 'removed' }, t: 90 },
  { outcome: RETURNED, t: 91 },
];

async function viewOf(steps: readonly Step[], meta = META): Promise<TestView> {
  return new TestView(RecordingReader.open(record(steps, meta)));
}

async function headerOf(outcome: Outcome) {
  const view = await viewOf([
    { lifecycle: { event: 'requested', bytes: 1 }, t: 2 },
    { outcome, t: 14.4 },
  ]);
  return (await view.open()).header;
}

describe('a view', () => {
  it('begins with the facts of the dispatch and how far it has come', async () => {
    const view = await viewOf(WHOLE);
    const { header, extent, abilities } = await view.open();
    expect(abilities).toEqual(ALL);
    expect(header).toMatchObject({
      title: 'render("# Title", 2, { deep: [null, true] })',
      method: 'render',
      outcome: 'returned in 12.4 ms',
      outcomeKind: 'returned',
      startedAt: META.startedAt,
    });
    expect(Object.fromEntries(header.facts)).toMatchObject({
      Image: 'hoosegow:abc',
      Engine: 'docker at unix:///var/run/docker.sock',
      Isolation: 'a container',
      Timeout: '1 min',
      'Value limit': '976.6 KiB',
    });
    expect(extent).toEqual({
      rows: 15,
      shown: 15,
      call: {
        from: 61,
        to: 73.4,
        housekeeping: [
          { side: 'before', from: 0, to: 7, duration: 61 },
          { side: 'after', from: 11, to: 14, duration: 90 - 73.4 },
        ],
      },
      now: null,
      end: 91,
      inmateEnd: 91,
      complete: true,
      live: false,
      spans: [
        { name: 'build', from: 1, to: 5 },
        { name: 'create', from: 6, to: 10 },
        { name: 'start', from: 11, to: 60 },
        { name: 'run', from: 60, to: 80 },
        { name: 'remove', from: 81, to: 90 },
      ],
    });
  });

  it('sees every row in a line', async () => {
    const view = await viewOf([...WHOLE.slice(7, 9), chunk('multiplexed', dockerFrame(1, valueFrame('raise', RAISE)))]);
    await view.open();
    const { previews } = await view.ask({ type: 'rows', from: 0, to: 9 });
    expect(previews).toEqual(['hello', 'warned', '1, 2', 'ArgumentError: no\\nsuch thing']);
  });

  it.each<[Outcome, string, string]>([
    [{ outcome: 'returned' }, 'returned', 'returned in 12.4 ms'],
    [{ outcome: 'raised', ...RAISE }, 'raised', 'raised ArgumentError'],
    [{ outcome: 'exited', code: 3, signal: null }, 'failed', 'exited with code 3, without a result'],
    [{ outcome: 'out-of-memory', limit: 1024, setting: 'memory' }, 'failed', 'out of memory: it had 1 KiB'],
    [{ outcome: 'timed-out', limit: 60_000, setting: 'timeout' }, 'failed', 'timed out after 1 min'],
    [{ outcome: 'cancelled', message: 'by the user' }, 'failed', 'cancelled'],
    [{ outcome: 'output-limit', limit: 9, setting: 'outputBytes' }, 'failed', 'more output than 9 bytes'],
    [
      { outcome: 'protocol-violation', offset: 1234, expected: 'a frame', found: 'x' },
      'failed',
      'protocol violation at byte 1,234 of stdout',
    ],
    [{ outcome: 'engine-failed', message: 'no daemon', phase: 'create' }, 'failed', 'engine failed during create'],
  ])('is told in words how it ended: %o', async (outcome, kind, words) => {
    expect(await headerOf(outcome)).toMatchObject({ outcome: words, outcomeKind: kind });
  });

  it('is told that a recording was cut', async () => {
    const { header } = await (await viewOf([note('only this')])).open();
    expect(header).toMatchObject({
      outcome: 'the recording was cut: it ends without an outcome',
      outcomeKind: 'truncated',
    });
  });

  it('is told whom its container was shared with, and that it was kept', async () => {
    const view = await viewOf(
      [
        { lifecycle: { event: 'started', container: 'c', waited: 1500, shared: 2 }, t: 1 },
        chunk('stdout', concat(valueFrame('return', 1), encodeReady(true)), 2),
        { lifecycle: { event: 'kept', container: 'c', served: 3 }, t: 3 },
        { outcome: RETURNED, t: 4 },
      ],
      { ...META, reuse: true },
    );
    const { header, extent } = await view.open();
    expect(header.facts[0]).toEqual(['Isolation', 'a container, shared with 2 earlier dispatches']);
    expect(extent.rows).toBe(4);
    expect(extent.spans).toEqual([{ name: 'run', from: 1, to: 3 }]);
  });

  it('sees nothing that could deceive in what the inmate and its files are called', async () => {
    const meta = { ...META, method: 'x\u202e\u001b[31m', args: ['\u0007'], image: 'a\nb', inmateDir: null };
    const { header } = await (await viewOf(WHOLE, meta)).open();
    const texts = JSON.stringify(header);
    for (const unsafe of ['\u202e', '\u001b', '\u0007', '\n', '\\u001b']) expect(texts).not.toContain(unsafe);
    expect(header.method).toBe('x\\u{202e}\\x1b[31m');
  });
});

describe('a row', () => {
  it('is shown with its value, its bytes and what they mean', async () => {
    const view = await viewOf(WHOLE);
    await view.open();
    const detail = await view.ask({ type: 'detail', row: 9 });
    expect(detail).toMatchObject({ type: 'yield', t: 71, at: 0.9, value: [1, 2], valueOmitted: 0, output: null });
    expect(detail.raw).toEqual(dockerFrame(1, valueFrame('yield', [1, 2], 900)));
    expect(detail.marks.map(({ from, to, kind, label }) => [from, to, kind, label])).toEqual([
      [0, 8, 'docker-header', 'Docker: stdout, 15 bytes'],
      [8, 9, 'frame-header', 'frame of type, value and time'],
      [9, 15, 'type', 'yield'],
      [15, 18, 'array', 'array of 2 items'],
      [16, 17, 'number', '1'],
      [17, 18, 'number', '2'],
      [18, 23, 'time', '0.9 ms in the inmate'],
    ]);
    const warned = await view.ask({ type: 'detail', row: 8 });
    expect(warned).toMatchObject({ type: 'stderr', value: null, output: text('warned\n'), omitted: 0 });
    expect(warned.marks.map(({ kind }) => kind)).toEqual(['docker-header', 'bytes']);
    await expect(view.ask({ type: 'detail', row: 15 })).rejects.toThrow('there is no row 15');
  });

  it('marks Docker headers and other streams in the middle of a frame', async () => {
    const frame = valueFrame('yield', ['abcdef']);
    const parts = concat(
      dockerFrame(1, frame.subarray(0, 9)),
      dockerFrame(2, text('noise')),
      dockerFrame(1, frame.subarray(9)),
    );
    const view = await viewOf([chunk('multiplexed', parts)]);
    await view.open();
    const row =
      (
        await view.ask({
          type: 'find',
          query: { text: 'abcdef', regex: false, caseSensitive: false, wholeWord: false },
          row: 0,
          step: 1,
        })
      ).row ?? -1;
    const { raw, marks } = await view.ask({ type: 'detail', row });
    expect(raw).toEqual(parts);
    const kinds = marks.map(({ kind, from, to }) => [kind, from, to]);
    expect(kinds).toContainEqual(['docker-header', 17, 25]);
    expect(kinds).toContainEqual(['other', 25, 30]);
    expect(kinds).toContainEqual(['docker-header', 30, 38]);
    const string = marks.find(({ label }) => label === '"abcdef"');
    expect([string?.from, string?.to]).toEqual([16, parts.length]);
  });
});

describe('a dispatch that goes on', () => {
  it('grows in its view, at most every 100 ms, up to its outcome', async () => {
    const writer = RecordingWriter.spool(META);
    const view = new TestView(writer.reader());
    view.session.receive({ kind: 'ready' });
    const start = await view.next(({ kind }) => kind === 'start');
    expect(start).toMatchObject({
      header: { outcome: 'running', outcomeKind: 'running' },
      extent: { complete: false, live: true },
    });
    await view.ask({
      type: 'filter',
      filter: { ...EVERYTHING, lanes: ['stdout'], text: '7' },
    });
    for (let i = 0; i < 60; i++) {
      writer.bytes('multiplexed', dockerFrame(1, stdoutFrame(`n ${i}`)), i);
      writer.bytes('multiplexed', dockerFrame(2, text('7')), i);
      await sleep(5);
    }
    writer.outcome(RETURNED, 99);
    const last = await view.next((message) => message.kind === 'growth' && message.extent.complete);
    expect(last).toMatchObject({ header: { outcomeKind: 'returned' }, extent: { rows: 121, end: 99 } });
    const growths = view.times.filter((_, i) => view.messages[i]?.kind === 'growth');
    expect(growths.length).toBeGreaterThan(2);
    for (const [i, time] of growths.entries()) expect(time - (growths[i - 1] ?? 0)).toBeGreaterThan(95);
    await expect.poll(async () => (await view.shownRows()).length).toBe(6);
    writer.close();
  });
});

describe('a dispatch that has answered', () => {
  it.each([
    ['returned', valueFrame('return', 42), 'returned in 8 ms'],
    ['raised', valueFrame('raise', { class: 'RangeError', message: 'no', backtrace: [] }), 'raised RangeError'],
  ])(
    'is told as %s at once, while its container goes, until its outcome says otherwise',
    async (kind, frame, words) => {
      const writer = RecordingWriter.spool(META);
      const view = new TestView(writer.reader());
      view.session.receive({ kind: 'ready' });
      await view.next((message) => message.kind === 'start');
      writer.lifecycle({ event: 'requested', bytes: 1 }, 2);
      writer.bytes('multiplexed', dockerFrame(1, frame), 10);
      const told = await view.next((message) => message.kind === 'growth' && message.header.outcomeKind === kind);
      expect(told).toMatchObject({ header: { outcome: words }, extent: { complete: false, live: true } });
      writer.outcome({ outcome: 'protocol-violation', offset: 1, expected: 'nothing', found: 'more' }, 99);
      const last = await view.next((message) => message.kind === 'growth' && message.extent.complete);
      expect(last).toMatchObject({ header: { outcomeKind: 'failed' } });
      writer.close();
    },
  );

  it('is first seen with its answer', async () => {
    const writer = RecordingWriter.spool(META);
    const view = new TestView(writer.reader());
    view.session.receive({ kind: 'ready' });
    writer.bytes('multiplexed', dockerFrame(1, valueFrame('return', 42)), 10);
    const start = await view.next((message) => message.kind === 'start');
    expect(start).toMatchObject({ header: { outcomeKind: 'returned' }, extent: { complete: false } });
    writer.close();
  });

  it('is a cut recording where it breaks off before its outcome', async () => {
    const writer = RecordingWriter.spool(META);
    const view = new TestView(writer.reader());
    view.session.receive({ kind: 'ready' });
    writer.bytes('multiplexed', dockerFrame(1, valueFrame('return', 42)), 10);
    await view.next((message) => message.kind === 'start');
    writer.close();
    const last = await view.next((message) => message.kind === 'growth' && message.extent.complete);
    expect(last).toMatchObject({ header: { outcomeKind: 'truncated' } });
  });
});

describe('a view that says again and again that it is there', () => {
  it('is answered each time, and takes no more than one that says it once', async () => {
    const writer = RecordingWriter.spool(META);
    const view = new TestView(writer.reader());
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const before = timers();
    for (let i = 0; i < 100; i++) view.session.receive({ kind: 'ready' });
    await nextTurn();
    expect(timers() - before).toBeLessThanOrEqual(1);
    await view.next(() => view.messages.filter(({ kind }) => kind === 'start').length === 100);
    writer.close();
  });
});

describe('a host', () => {
  it('does what the view asks for, as far as it is able to', async () => {
    const view = await viewOf(WHOLE);
    await view.open();
    for (const message of [
      { kind: 'export', format: 'html' },
      { kind: 'copy', text: 'copied' },
      { kind: 'openSource', file: '/inmate/inmate.ts', line: 3, column: null },
      { kind: 'stop' },
      { kind: 'saveValue', row: 10 },
      { kind: 'command', command: 'runAgain' },
      { kind: 'started', recording: 'the one' },
    ]) {
      view.session.receive(message);
    }
    await expect.poll(() => view.actions.length).toBe(6);
    expect(view.actions).toEqual([
      ['export', 'html'],
      ['copy', 'copied'],
      ['openSource', '/inmate/inmate.ts', 3, null],
      ['stop'],
      ['command', 'runAgain'],
      ['saveValue', expect.objectContaining({ seq: 10, type: 'return', value: { ok: true } })],
    ]);

    const unable = { stop: false, export: false, openSource: false, saveValue: false, commands: [], texts: {} };
    const other = new TestView(RecordingReader.open(record(WHOLE)), { abilities: unable });
    await other.open();
    for (const kind of ['stop', 'export', 'saveValue', 'openSource']) {
      other.session.receive({ kind, format: 'html', row: 1, file: 'a', line: 1, column: null });
    }
    other.session.receive({ kind: 'stop' });
    other.session.receive({ kind: 'export', format: 'html' });
    other.session.receive({ kind: 'saveValue', row: 1 });
    other.session.receive({ kind: 'command', command: 'runAgain' });
    await other.ask({ type: 'place', row: 0 });
    expect(other.actions).toEqual([]);
    expect(other.reports).toHaveLength(4);
  });

  it('is told what went wrong in an action, and goes on', async () => {
    const view = new TestView(RecordingReader.open(record(WHOLE)), {
      copy: () => {
        throw new Error('no clipboard');
      },
    });
    await view.open();
    view.session.receive({ kind: 'copy', text: '' });
    view.session.receive({ kind: 'saveValue', row: 999 });
    view.session.receive('nonsense');
    await expect.poll(() => view.reports).toHaveLength(3);
    expect(view.reports.toSorted()).toEqual([
      'Error: no clipboard',
      'a message of the timeline was not understood',
      'there is no row 999',
    ]);
    expect(await view.ask({ type: 'place', row: 3 })).toEqual({ place: 3 });
  });

  it('reveals a row, and begins anew with a view that was loaded again', async () => {
    const view = await viewOf(WHOLE);
    await view.open();
    view.session.reveal(4);
    expect(view.messages.at(-1)).toEqual({ kind: 'reveal', row: 4 });
    await view.ask({
      type: 'filter',
      filter: { ...EVERYTHING, lanes: [] },
    });
    expect(await view.shownRows()).toEqual([]);
    view.messages.length = 0;
    expect((await view.open()).extent.shown).toBe(15);
  });
});

describe('what cannot be shown', () => {
  it.each(['', 'no recording at all, but long enough to be one'])('is said to be broken: %j', async (content) => {
    const path = freshPath();
    writeFileSync(path, content);
    const view = new TestView(RecordingReader.open(path));
    view.session.receive({ kind: 'ready' });
    expect(await view.next(() => true)).toEqual({
      kind: 'broken',
      message: expect.stringContaining(path) as string,
    });
  });

  it('includes a recording that is gone', async () => {
    const view = new TestView(RecordingReader.open('/nowhere/at-all.dispatch'));
    view.session.receive({ kind: 'ready' });
    expect(await view.next(() => true)).toMatchObject({
      kind: 'broken',
      message: 'cannot read the recording /nowhere/at-all.dispatch: there is no such file',
    });
  });
});

describe('a recording that cannot be read for a while', () => {
  const steps = [note('a'), { outcome: RETURNED, t: 5 }];

  /** From now on nothing of the recording can be read. @returns a function that ends it */
  function unreadable(): () => void {
    const spy = vi.spyOn(EventIndex.prototype, 'reader').mockImplementation(() => {
      throw new RecordingError('cannot read the recording: the network drive is gone');
    });
    onTestFinished(() => spy.mockRestore());
    return () => spy.mockRestore();
  }
  const broken = { kind: 'broken', message: 'cannot read the recording: the network drive is gone' };

  it('is told of before anything is shown, and shown when the view asks again', async () => {
    const end = unreadable();
    const view = new TestView(await RecordingReader.open(record(steps)));
    view.session.receive({ kind: 'ready' });
    expect(await view.next(() => true)).toEqual(broken);
    view.messages.length = 0;
    view.session.receive({ kind: 'ready' });
    expect(await view.next(() => true)).toEqual(broken);
    view.messages.length = 0;
    end();
    await view.open();
    await view.next((message) => 'header' in message && message.header.outcomeKind === 'returned');
    expect(view.messages.filter(({ kind }) => kind === 'broken')).toEqual([]);
  });

  it('is told of while it is shown, and goes on when the view asks again, with all that has come', async () => {
    const writer = RecordingWriter.spool(META);
    const view = new TestView(writer.reader());
    view.session.receive({ kind: 'ready' });
    await view.next(({ kind }) => kind === 'start');
    const end = unreadable();
    write(writer, [note('a')]);
    expect(await view.next(({ kind }) => kind === 'broken')).toEqual(broken);
    write(writer, [{ outcome: RETURNED, t: 5 }]);
    end();
    view.messages.length = 0;
    await view.open();
    await view.next((message) => 'header' in message && message.header.outcomeKind === 'returned');
    writer.close();
  });
});

describe('a view that is closed', () => {
  it('hears nothing more, and leaves nothing behind that goes on', async () => {
    const writer = RecordingWriter.spool(META);
    write(writer, [note('a')]);
    const sent: HostMessage[] = [];
    const view = new TestView(writer.reader(), { send: (message) => void sent.push(message) });
    view.session.receive({ kind: 'ready' });
    await expect.poll(() => sent.length).toBe(1);
    const filter = { ...EVERYTHING, lanes: [], text: 'a', regex: true };
    view.session.receive({ kind: 'request', id: 1, request: { type: 'filter', filter } });
    view.session.dispose();
    write(writer, [note('b'), { outcome: RETURNED, t: 5 }]);
    view.session.receive({ kind: 'ready' });
    view.session.receive({ kind: 'request', id: 2, request: { type: 'place', row: 0 } });
    await sleep(250);
    expect(sent.map(({ kind }) => kind)).toEqual(['start']);
    writer.close();
    const resources = process.getActiveResourcesInfo();
    expect(resources.filter((name) => name === 'MessagePort' || name === 'Worker')).toEqual([]);
  });
});
