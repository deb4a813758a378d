import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { describe, expect, it, vi } from 'vitest';
import { cannotWrite, messageOf, RecordingError } from '../../../src/recording/errors.ts';
import { SharedFile } from '../../../src/recording/file/sharedFile.ts';
import { RecordingReader } from '../../../src/recording/recordingReader.ts';
import { RecordingWriter } from '../../../src/recording/recordingWriter.ts';
import { collect, eventsOf, freshPath, META, note, record, RETURNED, write } from './recordings.ts';
import { collectGarbage } from '../../support/collectGarbage.ts';

const posix = process.platform !== 'win32';
const linux = process.platform === 'linux';

/** Links to what this process holds open of the files whose path contains the text. */
function openFiles(part: string): string[] {
  return readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      const link = `/proc/self/fd/${fd}`;
      return readlinkSync(link).includes(part) ? [link] : [];
    } catch {
      return [];
    }
  });
}

/** The tests of other files may record meanwhile, but not in this process. */
const spoolFiles = (): string[] =>
  openFiles(join(tmpdir(), 'hoosegow-')).filter((link) => readlinkSync(link).includes('.dispatch'));

describe('a recording in a file', () => {
  it('never takes the place of another file', () => {
    const path = record([]);
    const before = readFileSync(path);
    expect(() => RecordingWriter.create(path, META)).toThrow(RecordingError);
    expect(() => RecordingWriter.create(path, META)).toThrow(`${path}: it exists already and is never overwritten`);
    expect(readFileSync(path)).toEqual(before);
  });

  it.runIf(posix)('can be read by its user alone', () => {
    expect(statSync(record([])).mode & 0o777).toBe(0o600);
  });

  it('says what to do where it cannot be made', () => {
    const folder = freshPath();
    mkdirSync(folder);
    expect(() => RecordingWriter.create(join(freshPath(), 'x.dispatch'), META)).toThrow('make it first');
    expect(() => RecordingWriter.create(join(record([]), 'x.dispatch'), META)).toThrow(RecordingError);
    expect(() => RecordingWriter.create(folder, META)).toThrow(RecordingError);
  });

  it('is not made at all where the meta cannot be written', () => {
    const path = freshPath();
    expect(() => RecordingWriter.create(path, { ...META, args: [() => 1] })).toThrow(RecordingError);
    expect(existsSync(path)).toBe(false);
  });

  it('is gone where it was made in vain', () => {
    const path = freshPath();
    const file = SharedFile.create(path);
    expect(existsSync(path)).toBe(true);
    file.discard();
    expect(existsSync(path)).toBe(false);
  });

  it('takes no step that a reader would not take, and goes on', async () => {
    const path = freshPath();
    const writer = RecordingWriter.create(path, META);
    // Two bytes each: 256 MiB and a little.
    const words = 'é'.repeat(128 * 1024 * 1024);
    expect(() => writer.lifecycle({ event: 'note', text: words }, 1)).toThrow(/a lifecycle of \d+ bytes is too large/);
    write(writer, [note('short'), { outcome: RETURNED, t: 2 }]);
    writer.rest();
    expect(await eventsOf(path)).toHaveLength(2);
  });

  it('takes nothing after its outcome or its end', async () => {
    const writer = RecordingWriter.create(freshPath(), META);
    expect(writer.finished).toBe(false);
    writer.outcome(RETURNED, 1);
    expect(writer.finished).toBe(true);
    expect(() => writer.bytes('stdout', new Uint8Array(1), 2)).toThrow('is finished');
    expect(() => writer.outcome(RETURNED, 2)).toThrow('is finished');
    writer.close();
    writer.close();
    expect(() => writer.lifecycle({ event: 'removed' }, 3)).toThrow('is finished');
    expect(writer.path === undefined ? [] : await eventsOf(writer.path)).toHaveLength(1);
  });

  it('has exactly its size on the disk after every record', () => {
    const path = freshPath();
    const writer = RecordingWriter.create(path, META);
    for (const bytes of [0, 1, 65_536, 65_537, 1_000_000]) {
      writer.bytes('stderr', new Uint8Array(bytes), 0);
      expect(statSync(path).size).toBe(writer.size);
    }
    writer.close();
  });

  it.runIf(linux)('can still be read through its writer when that is closed, with no file kept open', async () => {
    const path = freshPath();
    const writer = RecordingWriter.create(path, META);
    write(writer, [note('1'), { outcome: RETURNED, t: 1 }]);
    const reader = writer.reader();
    writer.close();
    expect(openFiles(path)).toEqual([]);
    expect(await collect(reader.events())).toHaveLength(2);
    expect(writer.reader().meta).toEqual(META);
    expect(openFiles(path)).toEqual([]);
  });

  it.runIf(linux)('is open only while it is read', async () => {
    const path = record([note('1'), note('2')]);
    const reader = await RecordingReader.open(path);
    expect(openFiles(path)).toEqual([]);
    for await (const event of reader.events()) {
      expect(openFiles(path)).toHaveLength(1);
      if (event.seq === 0) break;
    }
    expect(openFiles(path)).toEqual([]);
  });
});

/** Bytes that are too many to be kept in memory. */
const LARGE = 65 * 1024;

describe('a recording in a spool file', () => {
  it.runIf(linux)('makes the file when it is large, or read, and has in it what came before and after', async () => {
    const before = spoolFiles().length;
    for (const size of [1, 40 * 1024, LARGE]) {
      const writer = RecordingWriter.spool(META);
      writer.bytes('stderr', new Uint8Array(size).fill(1), 1);
      expect(spoolFiles()).toHaveLength(before + (size === LARGE ? 1 : 0));
      writer.bytes('stderr', new Uint8Array(size).fill(2), 2);
      const reading = collect(writer.reader().events({ follow: true }));
      await nextTurn();
      expect(spoolFiles()).toHaveLength(before + 1);
      writer.bytes('stderr', new Uint8Array(size).fill(3), 3);
      writer.outcome(RETURNED, 4);
      const printed = (await reading).flatMap((event) => (event.type === 'stderr' ? [...event.value] : []));
      expect(printed).toEqual([1, 2, 3].flatMap((n) => Array.from({ length: size }, () => n)));
      writer.close();
      expect(spoolFiles()).toHaveLength(before);
    }
  });

  it('says where no file can be made, once it takes one', () => {
    vi.stubEnv('TMPDIR', join(tmpdir(), 'hoosegow-no-such-folder'));
    vi.stubEnv('TEMP', join(tmpdir(), 'hoosegow-no-such-folder'));
    try {
      const writer = RecordingWriter.spool(META);
      writer.bytes('stderr', new Uint8Array(10), 1);
      expect(() => writer.bytes('stderr', new Uint8Array(LARGE), 1)).toThrow(RecordingError);
      expect(() => writer.bytes('stderr', new Uint8Array(1), 1)).toThrow('hoosegow-no-such-folder');
    } finally {
      vi.unstubAllEnvs();
    }
  });

  it.runIf(posix)('leaves no name behind, and can be read', async () => {
    const before = readdirSync(tmpdir());
    const writer = RecordingWriter.spool(META);
    expect(
      readdirSync(tmpdir()).filter((name) => /^hoosegow-.*\.dispatch$/.test(name) && !before.includes(name)),
    ).toEqual([]);
    expect(writer.path).toBeUndefined();
    write(writer, [note('1'), { outcome: RETURNED, t: 1 }]);
    expect(await collect(writer.reader().events())).toHaveLength(2);
    writer.close();
    expect(() => writer.reader().meta).toThrow('its recording is gone');
  });

  it.runIf(linux)('is closed when the last of its writer and its readers is done', async () => {
    const before = spoolFiles().length;
    const writer = RecordingWriter.spool(META);
    write(writer, [note('1'), note('2')]);
    expect(spoolFiles()).toHaveLength(before);
    const first = writer.reader().events({ follow: true });
    const second = writer.reader().events({ follow: true });
    await first.next();
    await second.next();
    const opened = spoolFiles();
    expect(opened).toHaveLength(before + 1);
    for (const file of opened) expect(statSync(file).mode & 0o777).toBe(0o600);
    writer.close();
    await first.return();
    expect(spoolFiles()).toHaveLength(before + 1);
    await collect(second);
    expect(spoolFiles()).toHaveLength(before);
  });

  it.runIf(linux)('is closed when it was dropped without a word', async () => {
    const before = spoolFiles().length;
    const drop = (): void => {
      const writer = RecordingWriter.spool(META);
      writer.bytes('stderr', new Uint8Array(LARGE), 1);
      expect(spoolFiles()).toHaveLength(before + 1);
    };
    drop();
    for (let i = 0; i < 50 && spoolFiles().length > before; i++) {
      await nextTurn();
      collectGarbage();
    }
    expect(spoolFiles()).toHaveLength(before);
  });
});

/** Runs `test/unit/recording/fillDisk.ts` in a process that may write files of so many blocks of 512 bytes only. */
function runWithFileLimit(blocks: number, path: string): unknown {
  const script = join(dirname(path), 'fillDisk.cjs');
  buildSync({
    entryPoints: [fileURLToPath(new URL('fillDisk.ts', import.meta.url))],
    bundle: true,
    platform: 'node',
    outfile: script,
  });
  const command = `trap '' XFSZ; ulimit -f ${blocks}; exec "$0" "$1" "$2"`;
  return JSON.parse(execFileSync('sh', ['-c', command, process.execPath, script, path], { encoding: 'utf8' }));
}

describe.runIf(linux)('when no more can be written', () => {
  it('raises an error that says what to do, keeps what was whole, and goes on raising', async () => {
    const path = freshPath();
    const { errors, size, followed, truncated } = runWithFileLimit(200, path) as Record<string, unknown>;
    expect(errors).toHaveLength(2);
    expect(new Set(errors as string[]).size).toBe(1);
    expect(String(errors)).toContain(`cannot write the recording ${path}: the file system or a limit`);
    // The call that failed had written a part of its bytes before.
    expect(statSync(path).size).toBe(200 * 512);
    expect(Number(size)).toBeLessThan(200 * 512);
    const reader = await RecordingReader.open(path);
    const events = await collect(reader.events());
    expect(events).toHaveLength(Number(followed));
    expect(reader.truncated).toEqual({ offset: size, reason: 'it is cut inside a record' });
    expect(truncated).toBe('it ends without an outcome');
  });

  it('leaves no file behind where not even the meta fits', () => {
    const path = freshPath();
    const { errors } = runWithFileLimit(0, path) as { errors: string[] };
    expect(errors).toEqual([expect.stringContaining('cannot write the recording')]);
    expect(existsSync(path)).toBe(false);
  });

  it('has words for whatever is thrown', () => {
    expect(messageOf(new TypeError('why'))).toBe('why');
    expect(messageOf('because')).toBe('because');
  });

  it('names a full disk', () => {
    let error: unknown;
    try {
      writeFileSync('/dev/full', 'x');
    } catch (thrown) {
      error = thrown;
    }
    const named = cannotWrite('/data/x.dispatch', error);
    expect(named.message).toMatch(/^cannot write the recording \/data\/x.dispatch: the disk is full; free some space/);
    expect(named.cause).toBe(error);
  });
});
