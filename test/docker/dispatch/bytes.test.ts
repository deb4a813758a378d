import { readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHash, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { trialsUnderTest } from '../../support/trials.ts';

const MIB = 1024 * 1024;
const trials = trialsUnderTest();

/** Runs `work` and tells by how much the memory of this process grew beyond what it was, at the most. */
async function memoryGrowth(work: () => Promise<void>): Promise<number> {
  const before = process.memoryUsage().rss;
  let peak = before;
  const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 20);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  return peak - before;
}

describe('every byte arrives', () => {
  it('1 MiB written just before process.exit', async () => {
    const dispatch = trials.call('printThenExit', [1 * MIB, 7]);
    expect(await dispatch.outcome).toEqual({ outcome: 'exited', code: 7, signal: null });
    const text = await dispatch.stdout.text();
    expect(text.length).toBe(1 * MIB);
    expect(text.endsWith('x$\n')).toBe(true);
  });

  it('1 MiB through a standard output that a worker and a child have made non-blocking', async () => {
    const dispatch = trials.call('printThroughTroubledStdout', [1 * MIB]);
    expect(await dispatch.outcome).toEqual({ outcome: 'exited', code: 7, signal: null });
    const text = await dispatch.stdout.text();
    const [start, rest] = [text.slice(0, text.indexOf('y')), text.slice(text.indexOf('y'))];
    expect(start).toBe('from the worker\nfrom the child\ndirect\n');
    expect(rest.length).toBe(1 * MIB);
  });

  it('of both streams, and of child processes', async () => {
    const both = trials.call('bothStreams');
    expect(await both.stdout.text()).toBe('to stdout\n');
    expect(await both.stderr.text()).toBe('to stderr\n');
    const child = trials.call('raiseChildOutput');
    expect(await child.stdout.text()).toBe('out\n');
    expect(await child.stderr.text()).toBe('err\n');
  });

  it('a result of 64 MiB', async () => {
    const limits = { valueBytes: 80 * MIB, memory: 512 * MIB };
    const result = await trials.with({ limits }).dispatch('big', [64 * MIB]);
    expect(result).toBeInstanceOf(Uint8Array);
    expect((result as Uint8Array).length).toBe(64 * MIB);
    expect((result as Uint8Array).every((byte) => byte === 0x5a)).toBe(true);
  });

  it('1 GiB of stdout, with a recording, in bounded memory', async () => {
    const bytes = 1024 * MIB;
    const limits = { outputBytes: 1100 * MIB, timeout: 100_000 };
    const record = join(tmpdir(), `hoosegow-test-${randomUUID()}.dispatch`);
    const hash = createHash('sha256');
    let received = 0;
    try {
      const growth = await memoryGrowth(async () => {
        const dispatch = trials.with({ limits }).dispatch('flood', [bytes], { record });
        for await (const piece of dispatch.stdout) {
          received += piece.length;
          hash.update(piece);
        }
        expect(await dispatch).toBe(bytes);
      });
      expect(received).toBe(bytes);
      expect(hash.digest('hex')).toBe(floodHash(bytes));
      expect(growth).toBeLessThan(64 * MIB);
    } finally {
      await rm(record, { force: true });
    }
  });

  it('leaves no temporary file behind', async () => {
    const ours = (): string[] =>
      readdirSync(tmpdir()).filter((name) => /^hoosegow-[0-9a-f-]{36}\.dispatch$/.test(name));
    const before = ours();
    await trials.call('flood', [4 * MIB]);
    expect(ours()).toEqual(before);
  });
});

function floodHash(bytes: number): string {
  const hash = createHash('sha256');
  const block = Buffer.alloc(64 * 1024, 'hoosegow');
  for (let written = 0; written < bytes; written += block.length) hash.update(block);
  return hash.digest('hex');
}
