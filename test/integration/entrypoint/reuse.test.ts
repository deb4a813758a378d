import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { AnswerDecoder } from '../../../src/wire/answer/answerDecoder.ts';
import { DEFAULT_VALUE_LIMITS } from '../../../src/wire/msgpack/limits.ts';
import { encodeRequest, type RequestOptions } from '../../../src/wire/request.ts';
import { entrypointUnderTest } from './entrypoint.ts';

const entrypoint = entrypointUnderTest();
const REUSE: RequestOptions = { lease: true, reuse: true };
const NOTHING = Buffer.alloc(0);

interface Answer {
  /** The frames as short texts, output joined. */
  readonly story: readonly string[];
  /** Whether another call is taken; `undefined` where the end came without a word. */
  readonly ready: boolean | undefined;
}

/** An entrypoint that is asked one thing after the other, its answers held to what a host takes. */
class Asked {
  readonly child: ChildProcessWithoutNullStreams;
  stderr = '';
  /** What has come and belongs to no answer that was read. */
  unread = Buffer.alloc(0);
  #hasEnded = false;
  #onMore: () => void = () => undefined;

  constructor() {
    this.child = entrypoint.spawn({ inmate: 'leftovers.mjs' });
    this.child.stdout.on('data', (chunk: Buffer) => {
      this.unread = Buffer.concat([this.unread, chunk]);
      this.#onMore();
    });
    this.child.stdout.on('end', () => {
      this.#hasEnded = true;
      this.#onMore();
    });
    this.child.stderr.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
    this.child.stdin.on('error', () => undefined);
  }

  get status(): number | string | null {
    return this.child.exitCode ?? this.child.signalCode;
  }

  async call(method: string, args: readonly unknown[] = [], options = REUSE): Promise<Answer> {
    this.child.stdin.write(encodeRequest(method, args, options));
    return this.answer();
  }

  /** Reads up to the word whether it is ready, or to the end. */
  async answer(): Promise<Answer> {
    const story: string[] = [];
    let printed = '';
    const flush = (): void => {
      if (printed !== '') story.push(`stdout: ${printed}`);
      printed = '';
    };
    const decoder = new AnswerDecoder(
      {
        frame: ({ content }) => {
          if (content?.type === 'stdout') printed += Buffer.from(content.value).toString();
          else if (content) {
            flush();
            story.push(`${content.type}: ${JSON.stringify(content.value)}`);
          }
        },
        stderr: () => undefined,
        daemonError: () => undefined,
        fault: (fault) => expect(fault).toBeUndefined(),
      },
      { limits: DEFAULT_VALUE_LIMITS, reuse: true },
    );
    for (;;) {
      while (this.unread.length > 0 && decoder.ready === undefined) {
        decoder.push('stdout', this.unread.subarray(0, 1));
        this.unread = this.unread.subarray(1);
      }
      if (decoder.ready !== undefined || this.#hasEnded) break;
      await new Promise<void>((resolve) => (this.#onMore = resolve));
    }
    flush();
    return { story, ready: decoder.ready };
  }

  async end(): Promise<void> {
    const closed = this.status === null ? once(this.child, 'close') : undefined;
    this.child.stdin.end();
    await closed;
  }
}

describe('a process that is asked again', () => {
  it('answers each call in full, with what earlier calls have left in the module, and ends with the lease', async () => {
    const asked = new Asked();
    for (let n = 1; n <= 20; n++) {
      expect(await asked.call('count')).toEqual({ story: [`return: ${n}`], ready: true });
      const { story, ready } = await asked.call('talk', [6]);
      expect(story.slice(0, 4)).toEqual(['stdout: line 0\n', 'yield: [0]', 'stdout: child 0\nline 1\n', 'yield: [1]']);
      expect(story.slice(-2)).toEqual(['stdout: child 5\nlast', 'return: "end"']);
      expect(ready).toBe(true);
    }
    await asked.end();
    expect([asked.status, asked.unread, asked.stderr]).toEqual([0, NOTHING, '']);
  });

  it('takes a call that ended by an exception for one like any other', async () => {
    const asked = new Asked();
    expect(await asked.call('raise', ['first'])).toMatchObject({ ready: true });
    expect(await asked.call('unencodable')).toMatchObject({ ready: true });
    expect(await asked.call('noSuchMethod')).toMatchObject({ ready: true });
    expect(await asked.call('count')).toEqual({ story: ['return: 1'], ready: true });
    await asked.end();
  });

  it('waits for what is on its way out', async () => {
    const asked = new Asked();
    for (let n = 1; n <= 5; n++) expect(await asked.call('tidy')).toEqual({ story: [`return: ${n}`], ready: true });
    await asked.end();
  });

  it('keeps a request that comes early, also one that comes in the same chunk, and in pieces', async () => {
    const asked = new Asked();
    const request = encodeRequest('wait', [50], REUSE);
    const second = encodeRequest('count', [], REUSE);
    asked.child.stdin.write(Buffer.concat([request, second.subarray(0, 3)]));
    await pause(20);
    asked.child.stdin.write(second.subarray(3));
    expect(await asked.answer()).toEqual({ story: ['return: "waited"'], ready: true });
    expect(await asked.answer()).toEqual({ story: ['return: 1'], ready: true });
    await asked.end();
  });

  it('has a deadline for each call, and none between them', async () => {
    const asked = new Asked();
    await asked.call('count', [], { ...REUSE, deadline: 1000 });
    await pause(1100);
    expect(await asked.call('count', [], { ...REUSE, deadline: 60_000 })).toMatchObject({ story: ['return: 2'] });
    const late = await asked.call('wait', [60_000], { ...REUSE, deadline: 200 });
    expect(late).toEqual({ story: [], ready: undefined });
    expect(asked.stderr).toBe('hoosegow: the deadline of 200 ms has passed\n');
  });

  it('ends where a later call does not ask for another one', async () => {
    const asked = new Asked();
    await asked.call('count');
    asked.child.stdin.write(encodeRequest('count', []));
    expect(await asked.answer()).toEqual({ story: ['return: 2'], ready: undefined });
    expect(asked.status ?? (await once(asked.child, 'exit'))[0]).toBe(0);
  });

  it('ends as always where the host closes stdin after the result', async () => {
    const asked = new Asked();
    asked.child.stdin.write(encodeRequest('leaveStorm', [], REUSE));
    await expect.poll(() => asked.unread.length).toBeGreaterThan(0);
    await asked.end();
    expect((await asked.answer()).story).toEqual(['return: null']);
    expect(asked.status).toBe(0);
  });

  it('raises for a later request that is none', async () => {
    const asked = new Asked();
    await asked.call('count');
    asked.child.stdin.write(Uint8Array.of(0xc1));
    // A host that is gone before the answer gets none.
    await expect.poll(() => asked.unread.length).toBeGreaterThan(0);
    asked.child.stdin.end();
    expect((await asked.answer()).story).toEqual([expect.stringMatching(/^raise: .*ProtocolError/)]);
  });
});

describe('what a call leaves behind', () => {
  it.each(['leaveTimer', 'leaveChild', 'leaveDaemon', 'leaveServer', 'leaveWorker', 'leaveStorm'])(
    'ends the process, and never reaches another call: %s',
    async (method) => {
      const asked = new Asked();
      await asked.call('count');
      expect(await asked.call(method)).toEqual({ story: ['return: null'], ready: false });
      await asked.end();
      expect([asked.status, asked.unread]).toEqual([0, NOTHING]);
    },
  );

  it('in the turn in which it settles, is its own: output and a rejection that nobody catches', async () => {
    const asked = new Asked();
    expect(await asked.call('leaveOutput')).toEqual({
      story: ['stdout: after the end\n', 'return: null'],
      ready: true,
    });
    const { story, ready } = await asked.call('leaveRejection');
    expect(story).toEqual([expect.stringMatching(/^raise: .*nobody waits for this/)]);
    expect(ready).toBe(false);
    await asked.end();
    expect([asked.status, asked.unread]).toEqual([0, NOTHING]);
  });

  it.each(['throw', 'exit', 'print'])(
    'where it does not show, ends the process between two calls: %s',
    async (action) => {
      const asked = new Asked();
      expect(await asked.call('leaveHidden', [action, 300])).toMatchObject({ ready: true });
      await once(asked.child, 'close');
      expect(asked.unread).toEqual(NOTHING);
      expect(asked.stderr).toBe('hoosegow: what an earlier call had left behind did something, or ended the inmate\n');
    },
  );

  it('where it does not show, becomes a part of the call that it falls into', async () => {
    const asked = new Asked();
    await asked.call('leaveListener', ['print']);
    const talked = await asked.call('poke');
    expect(talked).toEqual({ story: ['stdout: left by an earlier call\n', 'return: "poked"'], ready: true });
    await asked.call('leaveListener', ['throw']);
    const { story, ready } = await asked.call('poke');
    expect(story).toEqual([expect.stringContaining('left by an earlier call')]);
    expect(ready).toBe(false);
    await asked.end();
  });

  it('is the end of a call that exits', async () => {
    const asked = new Asked();
    await asked.call('count');
    expect(await asked.call('exit', [7])).toEqual({ story: [], ready: undefined });
    expect(asked.status ?? (await once(asked.child, 'exit'))[0]).toBe(7);
  });
});

it('does not ask an inmate again that could not be imported', async () => {
  const child = entrypoint.spawn({ inmate: 'importThrows.mjs' });
  let answer = '';
  child.stdout.setEncoding('latin1').on('data', (text: string) => (answer += text));
  child.stdin.write(encodeRequest('any', [], REUSE));
  await expect.poll(() => answer.slice(-8)).toBe('\x92\xa5ready\xc2');
  child.stdin.end();
  await once(child, 'close');
});
