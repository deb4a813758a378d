import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RecordingReader } from '../../../src/recording/recordingReader.ts';
import { command } from '../../support/rig/command.ts';
import { trialsUnderTest } from '../../support/trials.ts';

const MIB = 1024 * 1024;
const trials = trialsUnderTest();

/** A disk of two megabytes, of each test's own: a spool file takes its room until the dispatch it belongs to is collected. */
let disk: string;
let mounted = false;
beforeEach(async () => {
  disk = await mkdtemp(join(tmpdir(), 'hoosegow-disk-'));
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return;
  await command('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', disk]);
  mounted = true;
});
afterEach(async () => {
  vi.unstubAllEnvs();
  // Lazily: such a file may still be open.
  if (mounted) await command('umount', ['--lazy', disk]);
  mounted = false;
  await rm(disk, { recursive: true, force: true });
});

describe('a disk that is full while a dispatch is recorded', () => {
  it('to a file ends it with what the disk said, and the file opens', async ({ skip }) => {
    if (!mounted && process.env['CI'] !== 'true') skip('only root may mount a small disk');
    const record = join(disk, 'full.dispatch');
    const dispatch = trials.call('flood', [64 * MIB], { record });
    const outcome = await dispatch.outcome;
    expect(outcome).toMatchObject({
      outcome: 'engine-failed',
      phase: 'record',
      message: expect.stringMatching(/full\.dispatch.*(disk|space|ENOSPC)/s) as string,
    });
    await expect(dispatch.then()).rejects.toMatchObject({ name: 'EngineError', phase: 'record' });
    const reader = await RecordingReader.open(record);
    let printed = 0;
    for await (const event of reader.events()) if (event.type === 'stdout') printed += event.value.length;
    expect(printed).toBeGreaterThan(1 * MIB);
    expect(reader.truncated).toBeDefined();
  });

  it('to a spool file ends it the same, and what was kept can be read', async ({ skip }) => {
    if (!mounted && process.env['CI'] !== 'true') skip('only root may mount a small disk');
    vi.stubEnv('TMPDIR', disk);
    const dispatch = trials.call('flood', [64 * MIB]);
    expect(await dispatch.outcome).toMatchObject({ outcome: 'engine-failed', phase: 'record' });
    expect((await dispatch.stdout.text()).length).toBeGreaterThan(1 * MIB);
  });

  it('before it began names the disk, and nothing is run', async ({ skip }) => {
    if (!mounted && process.env['CI'] !== 'true') skip('only root may mount a small disk');
    await command('dd', ['if=/dev/zero', `of=${join(disk, 'filler')}`, 'bs=4k'], {}).catch(() => undefined);
    const record = join(disk, 'none.dispatch');
    const dispatch = trials.call('echo', [1], { record });
    expect(await dispatch.outcome).toMatchObject({
      outcome: 'engine-failed',
      message: expect.stringContaining('none.dispatch') as string,
    });
    await expect(RecordingReader.open(record)).rejects.toThrow('none.dispatch');
  });
});
