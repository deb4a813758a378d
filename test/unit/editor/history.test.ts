import {
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { FolderWatch } from '../../../src/editor/dispatches/history/folderWatch.ts';
import { History } from '../../../src/editor/dispatches/history/history.ts';
import { beyondBounds } from '../../../src/editor/dispatches/history/historyBounds.ts';
import { checkStoredEntry, type HistoryEntry } from '../../../src/editor/dispatches/history/historyEntry.ts';
import { readEntry } from '../../../src/editor/lazy/readEntry.ts';
import { FileBytes } from '../../../src/recording/file/fileBytes.ts';
import { EntryWalk } from '../../../src/recording/index/entryWalk.ts';
import { RecordingWriter } from '../../../src/recording/recordingWriter.ts';
import { chunk, META, RETURNED, write, type Step } from '../recording/recordings.ts';
import { stdoutFrame, valueFrame } from '../wire/streams.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'hoosegow-history-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const RESULT = { state: 'returned', outcome: 'returned', preview: '1', duration: 12 } as const;

function open(maxCount = 100, maxBytes = 1e9) {
  const warnings: string[] = [];
  const removed: string[] = [];
  let changes = 0;
  let sizes = 0;
  const history = new History({
    dir: join(root, 'dispatches'),
    bounds: () => ({ maxCount, maxBytes }),
    describe: readEntry,
    onChange: (isTold) => void (isTold ? sizes++ : changes++),
    onRemoved: (recordings) => removed.push(...recordings),
    warn: (text) => warnings.push(text),
  });
  return { history, warnings, removed, changes: () => changes, sizes: () => sizes };
}

function record(path: string, steps: readonly Step[] = [chunk('stdout', stdoutFrame('hi'))], ended = true): void {
  const writer = RecordingWriter.create(path, META);
  write(writer, [
    { lifecycle: { event: 'requested', bytes: 1 }, t: 10 },
    ...steps,
    chunk('stdout', valueFrame('return', 1), 22),
  ]);
  if (ended) writer.outcome(RETURNED, 30);
  writer.close();
}

async function run(history: History, startedAt: string, size = 0): Promise<string> {
  const recording = await history.newRecording('render');
  history.begin(recording, { method: 'render', inmateDir: '/i', args: '1', startedAt });
  record(recording, [chunk('stdout', stdoutFrame('x'.repeat(size)))]);
  await history.end(recording, RESULT);
  return recording;
}

describe('the history', () => {
  it('says which folder cannot be made', async () => {
    writeFileSync(join(root, 'dispatches'), 'a file is in the way');
    await expect(open().history.newRecording('m')).rejects.toThrow(
      /folder of the recordings, .*dispatches, cannot be made/,
    );
  });

  it('shows a dispatch while it runs and when it has ended, newest first', async () => {
    const { history, changes } = open();
    const first = await run(history, '2026-01-01T00:00:00.000Z');
    const second = await history.newRecording('a/../b');
    expect(second.startsWith(join(root, 'dispatches', 'a____b-'))).toBe(true);
    history.begin(second, { method: 'a/../b', inmateDir: '/i', args: '', startedAt: '2026-01-02T00:00:00.000Z' });
    expect(history.entries.map(({ path, state }) => [path, state])).toEqual([
      [second, 'running'],
      [first, 'returned'],
    ]);
    expect(history.lastOf('/i', 'render')).toMatchObject({ path: first, duration: 12, bytes: statSync(first).size });
    expect(history.lastOf('/i', 'a/../b')).toBeUndefined();
    expect(changes()).toBe(3);
  });

  it('shows the answer while the recording is written, and the end that corrects it', async () => {
    const { history } = open(1);
    const recording = await history.newRecording('render');
    history.begin(recording, { method: 'render', inmateDir: '/i', args: '1', startedAt: '2026-01-01T00:00:00.000Z' });
    history.answer(recording, RESULT);
    expect(history.find(recording)).toMatchObject({ ...RESULT, isOpen: true });
    expect(history.lastOf('/i', 'render')?.path).toBe(recording);
    // It is not the newest any more, and stays all the same: it is being written.
    await run(history, '2026-01-02T00:00:00.000Z');
    expect(history.find(recording)).toBeDefined();
    expect(readdirSync(join(root, 'dispatches')).filter((name) => name.endsWith('.json'))).toHaveLength(1);
    record(recording);
    await history.end(recording, { state: 'failed', outcome: 'protocol violation', preview: '', duration: 13 });
    expect(history.find(recording)).toBeUndefined();
    history.answer(recording, RESULT);
    expect(history.entries).toHaveLength(1);
  });

  it('tells an end that is the answer as one of the size alone', async () => {
    const { history, changes, sizes } = open();
    const recording = await history.newRecording('render');
    history.begin(recording, { method: 'render', inmateDir: '/i', args: '1', startedAt: '2026-01-01T00:00:00.000Z' });
    history.answer(recording, RESULT);
    record(recording);
    await history.end(recording, RESULT);
    expect([changes(), sizes()]).toEqual([2, 1]);
    expect(history.find(recording)).toMatchObject({ isOpen: false, bytes: statSync(recording).size });
  });

  it('keeps what is pinned beyond its bounds and in later sessions, until it is unpinned', async () => {
    const { history } = open(1);
    const first = await run(history, '2026-01-01T00:00:00.000Z');
    await history.pin(history.entries, true);
    await run(history, '2026-01-02T00:00:00.000Z');
    const last = await run(history, '2026-01-03T00:00:00.000Z');
    expect(history.entries.map(({ path }) => path)).toEqual([last, first]);
    const later = open(1).history;
    await later.load();
    expect(later.find(first)).toMatchObject({ pinned: true, preview: '1' });
    expect(later.find(last)?.pinned).toBe(false);
    await later.pin(later.entries, false);
    expect(later.entries.map(({ path }) => path)).toEqual([last]);
  });

  it('keeps what is pinned while it runs', async () => {
    const { history } = open();
    const recording = await history.newRecording('render');
    history.begin(recording, { method: 'render', inmateDir: '/i', args: '1', startedAt: '2026-01-01T00:00:00.000Z' });
    await history.pin(history.entries, true);
    record(recording);
    await history.end(recording, RESULT);
    const later = open().history;
    await later.load();
    expect(later.find(recording)?.pinned).toBe(true);
  });

  it('reads the preview of an entry that an older version stored from the recording', async () => {
    const { history } = open();
    const recording = await run(history, '2026-01-01T00:00:00.000Z');
    const facts = recording.replace(/dispatch$/, 'json');
    const { preview: _, pinned: _pinned, ...old } = JSON.parse(readFileSync(facts, 'utf8')) as HistoryEntry;
    writeFileSync(facts, JSON.stringify(old));
    const later = open().history;
    await later.load();
    expect(later.entries).toMatchObject([{ preview: '1', outcome: 'returned', pinned: false }]);
    expect(JSON.parse(readFileSync(facts, 'utf8'))).toMatchObject({ preview: '1' });
  });

  it('knows the dispatch before one, of the same method of the same inmate', async () => {
    const { history } = open();
    const first = await run(history, '2026-01-01T00:00:00.000Z');
    const other = await history.newRecording('other');
    history.begin(other, { method: 'other', inmateDir: '/i', args: '', startedAt: '2026-01-02T00:00:00.000Z' });
    const last = await run(history, '2026-01-03T00:00:00.000Z');
    expect(history.before(last)?.path).toBe(first);
    expect(history.before(first)).toBeUndefined();
    expect(history.before(other)).toBeUndefined();
    expect(history.before('/none')).toBeUndefined();
    expect(history.newestOf('/i')?.path).toBe(last);
    expect(history.newestOf('/j')).toBeUndefined();
  });

  it('reads how a dispatch ended from a recording that has nothing beside it in one pass', async () => {
    const path = join(root, 'a.dispatch');
    const many = Array.from({ length: 2000 }, (_, i) => chunk('stdout', valueFrame('yield', [i]), 11));
    record(path, [...many, chunk('stderr', 'warned', 12)]);
    const passes = vi.spyOn(EntryWalk.prototype, 'batches');
    const reads = vi.spyOn(FileBytes.prototype, 'read');
    try {
      expect(await readEntry(path)).toMatchObject({ state: 'returned', duration: 12, bytes: statSync(path).size });
      expect(passes).toHaveBeenCalledTimes(1);
      expect(reads).not.toHaveBeenCalled();
    } finally {
      vi.restoreAllMocks();
    }
  });

  it('survives a restart', async () => {
    const before = open();
    await run(before.history, '2026-01-01T00:00:00.000Z');
    await run(before.history, '2026-01-02T00:00:00.000Z');
    const after = open();
    await after.history.load();
    expect(after.history.entries).toEqual(before.history.entries);
    expect(after.warnings).toEqual([]);
  });

  it('reads a recording that a crash left, and one that was cut', async () => {
    const { history } = open();
    const whole = await history.newRecording('render');
    const cut = await history.newRecording('render');
    record(whole);
    record(cut, [], false);
    truncateSync(cut, statSync(cut).size - 3);
    await history.load();
    expect(history.find(whole)).toMatchObject({
      state: 'returned',
      duration: 12,
    });
    expect(history.find(whole)?.args).toContain('# Title');
    expect(history.find(cut)).toMatchObject({ state: 'unknown', duration: null });
  });

  it('reads a recording again that has grown since, and leaves out what is none', async () => {
    const { history } = open();
    const recording = await run(history, '2026-01-01T00:00:00.000Z');
    const facts = recording.replace(/\.dispatch$/, '.json');
    writeFileSync(
      facts,
      '{"method":"forged","args":"","startedAt":"","state":"returned","outcome":"","duration":1,"bytes":1,"inmateDir":null}',
    );
    writeFileSync(join(root, 'dispatches', 'odd.dispatch'), 'no recording');
    const after = open();
    await after.history.load();
    expect(after.history.entries.map(({ method }) => method)).toEqual(['render']);
    expect(after.warnings).toEqual([expect.stringContaining('odd.dispatch')]);
  });

  it('keeps to its bounds by count and by bytes, and leaves no file of what goes', async () => {
    const { history } = open(2);
    for (let day = 1; day <= 4; day++) await run(history, `2026-01-0${day}T00:00:00.000Z`);
    expect(history.entries.map(({ startedAt }) => startedAt.slice(8, 10))).toEqual(['04', '03']);
    expect(readdirSync(join(root, 'dispatches')).length).toBe(4);
    const small = open(100, 10_000);
    await small.history.load();
    await run(small.history, '2026-01-05T00:00:00.000Z', 9000);
    await run(small.history, '2026-01-06T00:00:00.000Z', 9000);
    expect(small.history.entries.map(({ startedAt }) => startedAt.slice(8, 10))).toEqual(['06']);
  });

  it('deletes what it is told to', async () => {
    const { history } = open();
    const recording = await run(history, '2026-01-01T00:00:00.000Z');
    await history.remove(history.entries);
    expect(history.entries).toEqual([]);
    expect(existsSync(recording)).toBe(false);
  });
});

describe('two windows of one folder', () => {
  /** A window that notices what the other one does. */
  function watching() {
    const window = open();
    const watch = new FolderWatch(join(root, 'dispatches'), (names) => void window.history.sync(names));
    onTestFinished(() => watch.dispose());
    return { ...window, ready: watch.ready };
  }

  it('have one history: what one begins, ends and deletes, the other shows', async () => {
    const [one, two] = [watching(), watching()];
    await Promise.all([one.ready, two.ready]);
    const recording = await one.history.newRecording('render');
    const writer = RecordingWriter.create(recording, META);
    one.history.begin(recording, { method: 'render', inmateDir: '/i', args: '1', startedAt: META.startedAt });
    await expect.poll(() => two.history.find(recording)?.state).toBe('running');
    write(writer, [chunk('stdout', valueFrame('return', 1), 22)]);
    writer.outcome(RETURNED, 30);
    writer.close();
    await one.history.end(recording, RESULT);
    await expect.poll(() => two.history.find(recording)).toEqual(one.history.find(recording));
    await two.history.remove(two.history.entries);
    await expect.poll(() => one.history.entries).toEqual([]);
    expect([one.removed, two.removed]).toEqual([[recording], [recording]]);
    expect([one.warnings, two.warnings]).toEqual([[], []]);
    expect(readdirSync(join(root, 'dispatches'))).toEqual([]);
  });

  it('show what the other one runs also where they are opened meanwhile, and leave its files alone', async () => {
    const one = open();
    const recording = await one.history.newRecording('render');
    RecordingWriter.create(recording, META).close();
    one.history.begin(recording, { method: 'render', inmateDir: '/i', args: '1', startedAt: META.startedAt });
    const mark = recording.replace(/dispatch$/, 'running');
    await expect.poll(() => existsSync(mark)).toBe(true);
    const two = open();
    await two.history.load();
    expect(two.history.find(recording)?.state).toBe('running');
    expect(existsSync(recording.replace(/dispatch$/, 'json'))).toBe(false);
    // A crash leaves a mark of a process that is gone.
    writeFileSync(mark, '999999999');
    const three = open();
    await three.history.load();
    expect(three.history.find(recording)?.state).toBe('unknown');
    expect(existsSync(mark)).toBe(false);
  });

  it('never take what this window runs for what another one does, and ignore other files', async () => {
    const { history, removed } = open();
    const recording = await history.newRecording('render');
    history.begin(recording, { method: 'render', inmateDir: '/i', args: '1', startedAt: META.startedAt });
    await history.sync(new Set([basename(recording), 'notes.txt', '.dispatch', 'x.json.1234']));
    await history.sync(undefined);
    expect(history.entries.map(({ state }) => state)).toEqual(['running']);
    expect(removed).toEqual([]);
  });
});

describe('beyondBounds', () => {
  it('never lets the newest, a running one or one that is written go, and keeps to both bounds', () => {
    const entry = fc.record({ bytes: fc.nat(100), running: fc.boolean(), isOpen: fc.boolean(), pinned: fc.boolean() });
    fc.assert(
      fc.property(
        fc.array(entry),
        fc.integer({ min: 1, max: 10 }),
        fc.integer({ min: 1, max: 300 }),
        (list, maxCount, maxBytes) => {
          const entries = list.map(({ bytes, running, isOpen, pinned }, i): HistoryEntry => ({
            id: `${i}`,
            path: `${i}`,
            method: '',
            inmateDir: null,
            args: '',
            startedAt: '',
            state: running ? 'running' : 'returned',
            outcome: '',
            preview: '',
            duration: null,
            bytes,
            pinned,
            isOpen: isOpen && !running,
          }));
          const gone = new Set(beyondBounds(entries, { maxCount, maxBytes }));
          expect(entries.filter((each) => each.pinned && gone.has(each))).toEqual([]);
          const counted = entries.filter((each) => !each.pinned);
          const kept = counted.filter((each) => !gone.has(each));
          expect(counted.slice(0, 1).every((newest) => kept.includes(newest))).toBe(true);
          const free = kept.slice(1).filter(({ state, isOpen }) => state !== 'running' && !isOpen);
          expect(free.every((each) => counted.indexOf(each) < maxCount)).toBe(true);
          const oldest = free.at(-1);
          const upTo = oldest ? kept.slice(0, kept.indexOf(oldest) + 1) : [];
          expect(upTo.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(maxBytes);
        },
      ),
    );
  });
});

describe('checkStoredEntry', () => {
  it('takes nothing but what was written', () => {
    const good = {
      method: 'm',
      inmateDir: null,
      args: '',
      startedAt: '',
      state: 'raised',
      outcome: '',
      preview: '',
      duration: null,
      bytes: 1,
      pinned: false,
    };
    expect(checkStoredEntry(good)).toEqual(good);
    for (const key of Object.keys(good)) expect(checkStoredEntry({ ...good, [key]: [] })).toBeUndefined();
    const { pinned: _, ...unpinned } = good;
    expect(checkStoredEntry(unpinned)).toEqual(good);
    // As an older version stored it: its preview is to be read from the recording.
    const { preview: _none, ...old } = good;
    expect(checkStoredEntry(old)).toBeUndefined();
    expect(checkStoredEntry([])).toBeUndefined();
    expect(checkStoredEntry(null)).toBeUndefined();
  });
});
