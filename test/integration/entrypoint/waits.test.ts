import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { FrameScanner } from '../../../src/wire/answer/frameScanner.ts';
import { LoadedReader, type Loaded } from '../../../src/wire/loadedSignal.ts';
import { encodeRequest } from '../../../src/wire/request.ts';
import { entrypointUnderTest } from './entrypoint.ts';

const entrypoint = entrypointUnderTest();
const LIMITS = { valueBytes: 2 ** 20, valueNodes: 1000, valueDepth: 100 };

/** An entrypoint that is made to wait: what it says of loading, and all else that it writes, as frames. */
class Waiting {
  readonly child: ChildProcessWithoutNullStreams;
  readonly said: Loaded[] = [];
  /** `stdout: …` for output, else the type of the frame. */
  readonly frames: string[] = [];
  #onMore: () => void = () => undefined;

  constructor(inmate: string, env: Readonly<Record<string, string>> = { HOOSEGOW_WAITS: '1' }) {
    this.child = entrypoint.spawn({ inmate, env });
    const reader = new LoadedReader((loaded) => void this.said.push(loaded));
    let printed: Buffer[] = [];
    const scanner = new FrameScanner(
      {
        stdout: (part) => void printed.push(Buffer.from(part)),
        frame: ({ type }) => {
          this.frames.push(type === 'stdout' ? `stdout: ${Buffer.concat(printed).toString()}` : type);
          printed = [];
        },
      },
      LIMITS,
    );
    this.child.stdout.on('data', (chunk: Buffer) => {
      for (const piece of reader.push(chunk)) expect(scanner.push(piece)).toBeUndefined();
      this.#onMore();
    });
    this.child.stdout.on('end', () => this.#onMore());
    this.child.stderr.resume();
    this.child.stdin.on('error', () => undefined);
  }

  async until(isReached: () => boolean): Promise<void> {
    while (!isReached() && !this.child.stdout.readableEnded) {
      await new Promise<void>((resolve) => (this.#onMore = resolve));
    }
    expect(isReached()).toBe(true);
  }

  async call(method: string): Promise<void> {
    this.child.stdin.end(encodeRequest(method, []));
    await once(this.child, 'close');
  }
}

describe('an entrypoint that waits', () => {
  it('says that it will tell, and when the module is loaded, between what that prints', async () => {
    const waiting = new Waiting('importSlow.mjs');
    await waiting.until(() => waiting.said.length > 0);
    expect([waiting.said, waiting.frames]).toEqual([[null], []]);
    await waiting.until(() => waiting.said.length > 1);
    expect(waiting.said).toEqual([null, true]);
    expect(waiting.frames.join('')).toBe('stdout: importing\nstdout: imported\n');
    await waiting.call('method');
    expect([waiting.said, waiting.frames.at(-1)]).toEqual([[null, true], 'return']);
  });

  it.each(['importThrows.mjs', 'importMissing.mjs', 'importSyntax.mjs'])(
    'says that the module cannot be loaded, and raises that: %s',
    async (inmate) => {
      const waiting = new Waiting(inmate);
      await waiting.until(() => waiting.said.length > 1);
      expect(waiting.said).toEqual([null, false]);
      await waiting.call('method');
      expect([waiting.said, waiting.frames.at(-1)]).toEqual([[null, false], 'raise']);
    },
  );

  it('says that it is of no use any more where the module throws later', async () => {
    const waiting = new Waiting('importTimer.mjs');
    await waiting.until(() => waiting.said.includes(false));
    await waiting.call('method');
    expect(waiting.frames.at(-1)).toBe('raise');
  });

  it('says nothing more once it was asked', async () => {
    const waiting = new Waiting('importSlow.mjs');
    await waiting.call('method');
    expect([waiting.said, waiting.frames.at(-1)]).toEqual([[null], 'return']);
  });

  it('says nothing of it to one that has not asked for it, nor to the inmate that it was', async () => {
    const plain = new Waiting('importSlow.mjs', {});
    await plain.until(() => plain.frames.includes('stdout: imported\n'));
    await plain.call('method');
    expect([plain.said, plain.frames.at(-1)]).toEqual([[], 'return']);
    const running = await entrypoint.call('names', [], { inmate: 'seesEnv.mjs' });
    expect(running.last).toEqual({ type: 'return', value: [] });
    const waiting = entrypoint.spawn({ inmate: 'seesEnv.mjs', env: { HOOSEGOW_WAITS: '1' } });
    const chunks: Buffer[] = [];
    waiting.stdout.on('data', (chunk: Buffer) => void chunks.push(chunk));
    waiting.stdin.end(encodeRequest('names', []));
    await once(waiting, 'close');
    // ["return", [], time]
    expect(Buffer.concat(chunks).toString('latin1')).toContain('return\x90');
  });
});
