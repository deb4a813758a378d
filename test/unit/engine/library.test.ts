import { mkdtempSync } from 'node:fs';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { build } from 'esbuild';
import { afterAll, describe, expect, it } from 'vitest';
import {
  ClosedError,
  DispatchCancelledError,
  DispatchTimeoutError,
  Hoosegow,
  HoosegowError,
  InmateRuntimeError,
  type Dispatch,
  type DispatchOptions,
} from '../../../src/engine/index.ts';

// An inmate of a few lines, by the process engine: what is tested is the library, not the walls.
const FOLDER = mkdtempSync(join(tmpdir(), 'hoosegow-test-library-'));
await writeFile(join(FOLDER, 'package.json'), '{ "type": "module" }');
await writeFile(
  join(FOLDER, 'inmate.js'),
  `export const echo = (value) => value;
export const secret = () => process.env.SECRET ?? 'none';
export function fail(message = 'no') {
  throw new RangeError(message);
}
export async function* count(to) {
  for (let n = 0; n < to; n++) yield n;
  console.log('counted');
  return to;
}
export function forEver() {
  console.log('begun');
  return new Promise(() => undefined);
}
`,
);
afterAll(() => rm(FOLDER, { recursive: true, force: true }));

function open(): Hoosegow {
  return new Hoosegow({ inmateDir: FOLDER, engine: 'process', limits: { timeout: 60_000 } });
}

async function failureOf(dispatch: PromiseLike<unknown>): Promise<HoosegowError> {
  const error = await dispatch.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof HoosegowError)) throw new Error('it is no HoosegowError', { cause: error });
  return error;
}

async function drained(iterable: AsyncIterable<unknown>): Promise<void> {
  for await (const _each of iterable);
}

/** What this process says of failures that nobody knows of, while something is done. */
async function unhandledIn(work: () => Promise<unknown>): Promise<unknown[]> {
  const others = process.listeners('unhandledRejection');
  const unhandled: unknown[] = [];
  const listen = (reason: unknown): void => void unhandled.push(reason);
  process.removeAllListeners('unhandledRejection').on('unhandledRejection', listen);
  try {
    await work();
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  } finally {
    process.off('unhandledRejection', listen);
    for (const other of others) process.on('unhandledRejection', other);
  }
  return unhandled;
}

/** Waits until a Hoosegow has nothing under way, which tells nobody of how a dispatch ends. */
const CLOSING = (hoosegow: Hoosegow) => hoosegow.close();

describe.runIf(process.platform !== 'win32')('a call that cannot be made', () => {
  it.each<[string, readonly unknown[], string, RegExp]>([
    ['a method that is no text', [5], 'HOOSEGOW_USAGE', /method must be its name/],
    ['a method that is a symbol', [Symbol('x')], 'HOOSEGOW_USAGE', /method must be its name/],
    ['arguments that are no list', ['echo', 'text'], 'HOOSEGOW_USAGE', /must be a list/],
    ['arguments that are null', ['echo', null], 'HOOSEGOW_USAGE', /must be a list/],
    ['an argument without a form', ['echo', [() => 1]], 'HOOSEGOW_UNENCODABLE', /arguments\[0\]/],
    ['options that are null', ['echo', [], null], 'HOOSEGOW_USAGE', /must be an object/],
    ['an option with a slip in it', ['echo', [], { timout: 1 }], 'HOOSEGOW_USAGE', /is "timeout" meant\?/],
    ['a limit that there is none of', ['echo', [], { limits: { time: 1 } }], 'HOOSEGOW_USAGE', /no limit "time"/],
    ['a limit that cannot be', ['echo', [], { limits: { timeout: -1 } }], 'HOOSEGOW_USAGE', /at least 1/],
    ['a timeout twice', ['echo', [], { timeout: 1, limits: { timeout: 1 } }], 'HOOSEGOW_USAGE', /twice/],
    ['a limit of containers', ['echo', [], { limits: { memory: 1e8 } }], 'HOOSEGOW_USAGE', /limits\.memory/],
    ['a network', ['echo', [], { network: 'bridge' }], 'HOOSEGOW_USAGE', /network/],
    ['volumes', ['echo', [], { volumes: { '/a': '/b' } }], 'HOOSEGOW_USAGE', /volumes/],
    ['variables that are none', ['echo', [], { env: { 'A B': '1' } }], 'HOOSEGOW_USAGE', /"A B"/],
    ['variables that are a text', ['echo', [], { env: 'A=1' }], 'HOOSEGOW_USAGE', /env must be an object/],
    ['a signal that is none', ['echo', [], { signal: {} }], 'HOOSEGOW_USAGE', /AbortSignal/],
    ['a recording that is not a path', ['echo', [], { record: 5 }], 'HOOSEGOW_USAGE', /record must be a string/],
    ['a recording without a folder', ['echo', [], { record: '/nope/x.dispatch' }], 'HOOSEGOW_ENGINE', /folder/],
  ])('rejects, and does not throw: %s', async (_what, call, code, message) => {
    const hoosegow = open();
    const [method, args, options] = call;
    const dispatch = hoosegow.dispatch(method as string, args as unknown[], options as DispatchOptions);
    const error = await failureOf(dispatch);
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
    expect(error.stack).toContain('library.test.ts');
    expect((await dispatch.outcome).outcome).toBe('engine-failed');
    await expect(drained(dispatch)).rejects.toBe(error);
    await expect(drained(dispatch.stdout)).rejects.toBe(error);
    await expect(dispatch.yields.toArray()).rejects.toBe(error);
    await hoosegow.close();
  });
});

describe.runIf(process.platform !== 'win32')('a failure', () => {
  it('is the same error for all who ask, whichever way', async () => {
    const hoosegow = open();
    const dispatch = hoosegow.dispatch('fail', ['twice']);
    const error = await failureOf(dispatch);
    expect(error).toBeInstanceOf(InmateRuntimeError);
    await expect(drained(dispatch)).rejects.toBe(error);
    await expect(drained(dispatch.stdout)).rejects.toBe(error);
    await expect(drained(dispatch.stderr)).rejects.toBe(error);
    await expect(drained(dispatch.yields)).rejects.toBe(error);
    await expect(dispatch.finally()).rejects.toBe(error);
    expect(await dispatch.stdout.text()).toBe('');
    await hoosegow.close();
  });

  it("tells in its stack the line of the inmate, and then the caller's", async () => {
    const hoosegow = open();
    async function whoCalls(): Promise<unknown> {
      return hoosegow.dispatch('fail');
    }
    const { stack = '' } = await failureOf(whoCalls());
    const [header, inmate, ...rest] = stack.split('\n');
    expect(header).toBe('InmateRuntimeError: RangeError: no');
    expect(inmate).toBe(`    at fail (${join(FOLDER, 'inmate.js')}:4:9)`);
    const called = rest.indexOf('    at Hoosegow.dispatch("fail") called from');
    expect(rest[called + 1]).toMatch(/at whoCalls \(.*library\.test\.ts:\d+:\d+\)/);
    await hoosegow.close();
  });

  it('of a bundle with a source map names the lines of the sources', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hoosegow-test-bundle-'));
    const source = '// of the source\n\nexport function fail(): never {\n  throw new RangeError("bundled");\n}\n';
    await writeFile(join(folder, 'source.ts'), source);
    const entryPoints = [join(folder, 'source.ts')];
    const outfile = join(folder, 'inmate.mjs');
    await build({
      entryPoints,
      outfile,
      sourcemap: true,
      minify: true,
      bundle: true,
      format: 'esm',
      logLevel: 'silent',
    });
    const hoosegow = new Hoosegow({ inmateDir: folder, engine: 'process' });
    const { stack } = await failureOf(hoosegow.dispatch('fail'));
    expect(stack).toContain(`${join(folder, 'source.ts')}:4:9`);
    await hoosegow.close();
    await rm(folder, { recursive: true });
  });

  it('of which nobody knows is an unhandled rejection, once', async () => {
    const hoosegow = open();
    const unhandled = await unhandledIn(async () => {
      hoosegow.dispatch('fail', ['unknown']);
      await CLOSING(hoosegow);
    });
    expect(unhandled).toEqual([expect.objectContaining({ message: 'RangeError: unknown' })]);
  });

  it.each<[string, (dispatch: Dispatch) => unknown]>([
    ['the promise', (dispatch) => dispatch.catch(() => undefined)],
    ['the outcome', (dispatch) => dispatch.outcome],
    ['the frames', (dispatch) => drained(dispatch).catch(() => undefined)],
    ['the events', (dispatch) => drained(dispatch.events())],
    ['a stream', (dispatch) => dispatch.stdout.text()],
    ['the yields', (dispatch) => dispatch.yields.toArray().catch(() => undefined)],
    ['the reader', (dispatch) => dispatch.reader()],
  ])('of which somebody knows by %s is none', async (_what, know) => {
    const hoosegow = open();
    const unhandled = await unhandledIn(async () => {
      await know(hoosegow.dispatch('fail'));
      await CLOSING(hoosegow);
    });
    expect(unhandled).toEqual([]);
  });

  it('that was brought about by who cancels it is none', async () => {
    const hoosegow = open();
    const unhandled = await unhandledIn(async () => {
      hoosegow.dispatch('forEver').cancel();
      hoosegow.dispatch('forEver', [], { signal: AbortSignal.abort() });
      await hoosegow.close({ cancel: true });
    });
    expect(unhandled).toEqual([]);
  });
});

describe.runIf(process.platform !== 'win32')('a signal', () => {
  it.each<[string, unknown, string]>([
    ['an error', new Error('enough'), 'enough'],
    ['a text', 'by name', 'by name'],
    ['nothing', undefined, 'This operation was aborted'],
    ['null', null, 'by the caller'],
    ['an object without a text', Object.create(null), 'something without a text was thrown'],
    ['an error of another realm', runInNewContext('new RangeError("far")') as unknown, 'far'],
  ])('that is aborted before the call by %s is its cause', async (_what, reason, message) => {
    const hoosegow = open();
    const signal = AbortSignal.abort(reason);
    const error = await failureOf(hoosegow.dispatch('forEver', [], { signal }));
    expect(error).toBeInstanceOf(DispatchCancelledError);
    expect(error.code).toBe('HOOSEGOW_CANCELLED');
    expect(error.message).toBe(`cancelled: ${message}`);
    expect(error.cause).toBe(signal.reason);
    await hoosegow.close();
  });

  it('that times out is a time out', async () => {
    const hoosegow = open();
    const dispatch = hoosegow.dispatch('forEver', [], { signal: AbortSignal.timeout(50) });
    const error = await failureOf(dispatch);
    expect(error).toBeInstanceOf(DispatchTimeoutError);
    expect(error.code).toBe('HOOSEGOW_TIMED_OUT');
    expect(error.cause).toMatchObject({ name: 'TimeoutError' });
    expect(await dispatch.outcome).toMatchObject({ outcome: 'timed-out', setting: 'signal' });
    await hoosegow.close();
  });

  it('for a hundred dispatches has one listener, and none when they are over', async () => {
    const hoosegow = open();
    const controller = new AbortController();
    let [added, removed] = [0, 0];
    const { signal } = controller;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...given: Parameters<typeof add>) => {
      added++;
      add(...given);
    };
    signal.removeEventListener = (...given: Parameters<typeof remove>) => {
      removed++;
      remove(...given);
    };
    const warned: Error[] = [];
    const warn = (warning: Error): void => void warned.push(warning);
    process.on('warning', warn);
    const dispatches = Array.from({ length: 100 }, () => hoosegow.dispatch('echo', [1], { signal }));
    expect([added, removed]).toEqual([1, 0]);
    for (const dispatch of dispatches.slice(4)) dispatch.cancel();
    expect(await Promise.all(dispatches.slice(0, 4))).toEqual([1, 1, 1, 1]);
    await hoosegow.close();
    process.off('warning', warn);
    expect([added, removed, warned]).toEqual([1, 1, []]);
  });

  it('ends all of its dispatches, and none that comes after the others have let go', async () => {
    const hoosegow = open();
    const controller = new AbortController();
    const { signal } = controller;
    expect(await hoosegow.dispatch('echo', [1], { signal })).toBe(1);
    const running = [1, 2, 3].map(() => hoosegow.dispatch('forEver', [], { signal }));
    controller.abort(new Error('all of you'));
    for (const dispatch of running) expect((await failureOf(dispatch)).message).toBe('cancelled: all of you');
    await hoosegow.close();
  });
});

describe.runIf(process.platform !== 'win32')('closing', () => {
  it('lets what is under way come to its end, and takes nothing more', async () => {
    const hoosegow = open();
    const counting = hoosegow.dispatch('count', [3]);
    const closing = hoosegow.close();
    const refused = await failureOf(hoosegow.dispatch('echo', [1]));
    expect(refused).toBeInstanceOf(ClosedError);
    expect(refused.code).toBe('HOOSEGOW_CLOSED');
    await closing;
    expect(await counting).toBe(3);
    await hoosegow.close();
    for (const call of ['sweep', 'imageName', 'imageExists', 'cleanup', 'buildImage', 'warm'] as const) {
      await expect(hoosegow[call]()).rejects.toBeInstanceOf(ClosedError);
    }
  });

  it('cancels what is under way where it is asked to, at once, late, or after all', async () => {
    for (const options of [{ cancel: true }, { drain: 0 }, { drain: false }]) {
      const hoosegow = open();
      const dispatch = hoosegow.dispatch('forEver');
      await hoosegow.close(options);
      const error = await failureOf(dispatch);
      expect(error.code).toBe('HOOSEGOW_CANCELLED');
      expect(error.cause).toBeInstanceOf(ClosedError);
    }
    const hoosegow = open();
    const dispatch = hoosegow.dispatch('forEver');
    const patient = hoosegow.close();
    await hoosegow.close({ cancel: true });
    await patient;
    expect((await dispatch.outcome).outcome).toBe('cancelled');
  });

  it('is for other work as well, which its own signal ends too', async () => {
    const hoosegow = open();
    const signal = AbortSignal.abort('enough');
    await expect(hoosegow.buildImage({ signal })).rejects.toMatchObject({
      name: 'CancelledError',
      code: 'HOOSEGOW_CANCELLED',
      message: 'cancelled: enough',
      cause: 'enough',
    });
    await expect(hoosegow.buildImage()).rejects.toMatchObject({ code: 'HOOSEGOW_USAGE' });
    await hoosegow.close();
    const nowhere = new Hoosegow({ image: 'x', docker: { host: `unix://${FOLDER}/nope.sock` } });
    const asking = nowhere.imageExists();
    await Promise.all([
      expect(asking).rejects.toMatchObject({ code: 'HOOSEGOW_ENGINE', phase: 'build' }),
      nowhere.close(),
    ]);
  });

  it('refuses options that cannot be right', async () => {
    const hoosegow = open();
    await expect(hoosegow.close({ drain: -1 })).rejects.toMatchObject({ code: 'HOOSEGOW_USAGE' });
    await expect(hoosegow.close({ drain: Number.NaN })).rejects.toMatchObject({ code: 'HOOSEGOW_USAGE' });
    expect(await hoosegow.dispatch('echo', [1])).toBe(1);
    await hoosegow.close();
  });

  it('comes at the end of a block', async () => {
    let kept: Hoosegow | undefined;
    {
      await using hoosegow = open();
      kept = hoosegow;
      expect(await hoosegow.dispatch('echo', [1])).toBe(1);
    }
    expect((await failureOf(kept.dispatch('echo'))).code).toBe('HOOSEGOW_CLOSED');
  });
});

describe.runIf(process.platform !== 'win32')('a call with options of its own', () => {
  it('has its variables, of which the names are recorded, and the next one has not', async () => {
    const hoosegow = open();
    const own: DispatchOptions = { env: { SECRET: 'of one call' }, limits: { outputBytes: 5000 } };
    const dispatch = hoosegow.dispatch('secret', [], own);
    expect(await dispatch).toBe('of one call');
    const { meta } = await dispatch.reader();
    expect(meta.env).toEqual(['SECRET']);
    expect(meta.limits).toMatchObject({ outputBytes: 5000, timeout: 60_000 });
    expect(JSON.stringify(meta)).not.toContain('of one call');
    expect(await hoosegow.dispatch('secret')).toBe('none');
    await hoosegow.close();
  });

  it('is told of with its id, its container as well', async () => {
    const heard: unknown[] = [];
    const hoosegow = new Hoosegow({
      inmateDir: FOLDER,
      engine: 'process',
      callbacks: {
        afterCreate: (container, dispatch) => void heard.push(['created', container, dispatch]),
        afterStart: (_container, dispatch) => void heard.push(['started', dispatch?.id]),
        afterStop: (_container, dispatch) => void heard.push(['stopped', dispatch?.method]),
      },
    });
    const dispatch = hoosegow.dispatch('echo', [1]);
    await dispatch.outcome;
    const { id, method } = dispatch;
    expect(method).toBe('echo');
    expect(heard).toEqual([
      ['created', `hoosegow-${id}`, { id, method }],
      ['started', id],
      ['stopped', 'echo'],
    ]);
    await hoosegow.close();
  });

  it('whose callback fails has failed, with what it has thrown as the cause', async () => {
    const cause = new TypeError('of the callback');
    const callbacks = { afterStart: () => Promise.reject(cause) };
    const hoosegow = new Hoosegow({ inmateDir: FOLDER, engine: 'process', callbacks });
    const error = await failureOf(hoosegow.dispatch('echo'));
    expect(error).toMatchObject({ code: 'HOOSEGOW_ENGINE', phase: 'run', message: 'of the callback', cause });
    await hoosegow.close();
  });
});

describe.runIf(process.platform !== 'win32')('reading a dispatch', () => {
  it('is done as often as one likes, or never, or after its end', async () => {
    const hoosegow = open();
    const dispatch = hoosegow.dispatch('count', [2]);
    const types = async (): Promise<string[]> => {
      const seen: string[] = [];
      for await (const { type } of dispatch) seen.push(type);
      return seen;
    };
    const all = ['yield', 'yield', 'stdout', 'return'];
    expect(await Promise.all([types(), types()])).toEqual([all, all]);
    expect(await types()).toEqual(all);
    hoosegow.dispatch('count', [2]);
    await hoosegow.close();
  });

  it('is a thenable like any other', async () => {
    const hoosegow = open();
    const results = await Promise.all([
      Promise.resolve(hoosegow.dispatch('echo', [1])),
      Promise.race([hoosegow.dispatch('echo', [2]), new Promise(() => undefined)]),
      (async () => hoosegow.dispatch('echo', [3]))(),
      Promise.allSettled([hoosegow.dispatch('echo', [4])]),
    ]);
    expect(results).toEqual([1, 2, 3, [{ status: 'fulfilled', value: 4 }]]);
    await hoosegow.close();
  });
});

it('leaves no file behind', async () => {
  expect((await readdir(FOLDER)).toSorted()).toEqual(['inmate.js', 'package.json']);
});
