import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Raise } from '../../../src/wire/frame.ts';
import { encodeRequest } from '../../../src/wire/request.ts';
import { containing, entrypointUnderTest, type Running } from './entrypoint.ts';

const entrypoint = entrypointUnderTest();

function raiseOf(call: Running): Raise {
  const frame = call.frames.at(-1);
  if (frame?.type !== 'raise') throw new Error(`no raise, but ${JSON.stringify(call.story)}`);
  return frame.value;
}

it('carries values there and back', async () => {
  const values = ['ünï 😀', 1.5, -7, 2n ** 60n, null, true, new Date(1e12), [1, { a: 'b' }], new Uint8Array([0, 255])];
  const call = await entrypoint.call('echo', values);
  expect(call.frames).toHaveLength(1);
  expect(call.last).toEqual({ type: 'return', value: values });
  expect(call.status).toBe(0);
  expect(call.stderr).toBe('');
});

it('carries megabytes there and back', async () => {
  const text = 'z'.repeat(8_000_000);
  const call = await entrypoint.call('echo', [text]);
  const { value } = call.frames[0] ?? {};
  expect(Array.isArray(value) && value[0] === text).toBe(true);
});

it('goes through calls while it waits for one, of which neither the host nor the inmate sees anything', async () => {
  const running = entrypoint.start({ inmate: 'warmedUp.mjs' });
  await pause(600);
  running.write(encodeRequest('calls', []));
  running.child.stdin.end();
  await running.ended;
  expect(running.story).toEqual(['return: ["calls"]']);
  expect(running.stderr).toBe('');
  expect(running.status).toBe(0);
});

it('waits for a promise', async () => {
  expect((await entrypoint.call('later', ['x'])).story).toEqual(['return: "x"']);
});

it('yields what generators yield, and returns what they return', async () => {
  expect((await entrypoint.call('count', [3])).story).toEqual(['yield: [0]', 'yield: [1]', 'yield: [2]', 'return: 3']);
  expect((await entrypoint.call('delegates')).story).toEqual(['yield: [0]', 'yield: [1]', 'return: 2']);
});

it('takes an iterable that is not a generator for a value', async () => {
  expect((await entrypoint.call('iterable')).story).toEqual(['return: [1,2,3]']);
});

it.each(['nothing', 'default', 'then', 'Klass', 'notAMethod', '__proto__', 'constructor', 'toString', ''])(
  'has no method %j',
  async (name) => {
    const raise = raiseOf(await entrypoint.call(name));
    expect(raise.class).toBe('NoMethodError');
    expect(raise.message).toMatch(`no method ${JSON.stringify(name)}; its methods: abort, `);
    expect(raise.message).not.toMatch(/notAMethod,|Klass,|default,|then,/);
  },
);

it('raises with class, message, backtrace and cause', async () => {
  const raise = raiseOf(await entrypoint.call('raiseType'));
  expect(raise).toMatchObject({
    class: 'TypeError',
    message: 'outer',
    cause: { class: 'RangeError', message: 'inner' },
  });
  expect(raise.backtrace).toEqual([expect.stringMatching(/^raiseType \(\/.*\/entrypoint\/trials\.mjs:\d+:\d+\)$/)]);
  expect(raise.cause?.backtrace).toEqual([expect.stringMatching(/^raiseType \(/)]);
});

it.each([
  ['raiseNamed', [], 'ValidationError', /^with a name$/],
  ['raiseCyclic', [], 'Error', /^turtles$/],
  ['raiseValue', ['text'], 'string', /^just a text$/],
  ['raiseValue', ['nothing'], 'null', /^null$/],
  ['raiseValue', ['undefined'], 'undefined', /^undefined$/],
  ['raiseValue', ['number'], 'number', /^7$/],
  ['raiseValue', ['object'], 'Object', /^\{ a: \[ 1, 2 \] \}$/],
  ['raiseErrno', [], 'Error', /ENOENT/],
  ['raiseHostile', [], 'Object', /./],
  ['raiseHostileGetters', [], 'Hostile', /^$/],
  ['raiseLong', [], 'Error', /^m+… \(737857 more characters\)$/],
  ['rejectUnhandled', [], 'Error', /^nobody caught this$/],
  ['rejectText', [], 'string', /^just a text$/],
  ['throwLater', [], 'Error', /^from a timer$/],
  ['unserialisable', [], 'UnencodableValueError', /^result\.list\[1\]\.callback is a function/],
] as const)('raises what %s %j throws', async (method, args, name, message) => {
  const raise = raiseOf(await entrypoint.call(method, args));
  expect(raise.class).toBe(name);
  expect(raise.message).toMatch(message);
});

it('raises where a generator yields what cannot be carried', async () => {
  const call = await entrypoint.call('unserialisableYield');
  expect(call.story.slice(0, -1)).toEqual(['yield: [1]', 'stdout: cleaned up\n']);
  expect(raiseOf(call).message).toMatch(/^yield is an instance of Set/);
});

it('gives the inmate an empty stdin and a standard output like any other', async () => {
  expect((await entrypoint.call('standardInput')).story).toEqual(['return: ""']);
  expect((await entrypoint.call('flags')).story).toEqual(['return: {"tty":false,"fd":1,"sameStream":true}']);
});

describe('what can never settle', () => {
  it.each([
    ['nothing at all', 'nothing'],
    ['standard input, which is empty', 'input'],
    ['a question', 'question'],
    ['a port that nobody has the other end of', 'port'],
    ['nothing, with a timer behind it that does not count and does nothing', 'idleTimer'],
    ['nothing, with timers that did not count and were stopped', 'stoppedTimers'],
  ])('is told at once: %s', async (_name, what) => {
    const raise = raiseOf(await entrypoint.call('unsettled', [what], { inmate: 'stalls.mjs' }));
    expect(raise.class).toBe('UnsettledError');
    expect(raise.message).toMatch(/^the method awaits what can never happen: nothing is left in the event loop/);
  });

  it('is told of a generator behind what it has yielded, and of a module', async () => {
    const call = await entrypoint.call('unsettledGenerator', [], { inmate: 'stalls.mjs' });
    expect(call.story).toEqual(['yield: [1]', expect.stringMatching(/^raise: .*"UnsettledError"/)]);
    const module = raiseOf(await entrypoint.call('any', [], { inmate: 'neverLoads.mjs' }));
    expect(module.message).toMatch(/^the inmate's module awaits at its top level what can never happen/);
  });

  it.each([
    'timer',
    'abortTimeout',
    'interval',
    'pbkdf2',
    'subtle',
    'gzip',
    'file',
    'lookup',
    'child',
    'childOutput',
    'worker',
    'signal',
    'server',
    'watch',
    'watchFile',
    'finalization',
    'secondFinalization',
    'waitAsync',
    'wasm',
    'port',
    'beforeExit',
    'stoppedTimer',
  ])('is not what only seems so: %s', async (what) => {
    const call = await entrypoint.call('settles', [what], { inmate: 'stalls.mjs' });
    expect(call.story).toEqual([`return: "${what}"`]);
  });
});

describe('the turn of the event loop in which a method settles', () => {
  it('belongs to the call', async () => {
    const call = await entrypoint.call('turn', [], { inmate: 'turns.mjs' });
    expect(call.story).toEqual(['stdout: microtask\ntick\nimmediate\n', 'return: "settled"']);
    expect(call.stderr).toContain('Warning: careful');
    const raised = await entrypoint.call('turnAndThrow', [], { inmate: 'turns.mjs' });
    expect(raised.story).toEqual(['stdout: microtask\ntick\nimmediate\n', containing('raise: {"class":"TypeError"')]);
    const yielded = await entrypoint.call('turnOfGenerator', [], { inmate: 'turns.mjs' });
    expect(yielded.story).toEqual(['yield: [1]', 'stdout: microtask\ntick\nimmediate\n', 'return: "settled"']);
  });

  it.each([
    ['rejects', ['Error', 'nobody caught this']],
    ['rejectsText', ['string', 'just a text']],
    ['throwsLater', ['RangeError', 'thrown later']],
    ['throwsAndRejects', ['TypeError', 'thrown first']],
    ['generatorRejects', ['Error', 'nobody caught this']],
  ])('makes an exception of the call of what nobody catches: %s', async (method, [name, message]) => {
    const call = await entrypoint.call(method, [], { inmate: 'turns.mjs' });
    expect(call.last).toMatchObject({ type: 'raise', value: { class: name, message } });
  });

  it.each([
    ['unhandledRejection', 'unhandledRejection: nobody caught this'],
    ['uncaughtException', 'uncaughtException (unhandledRejection): nobody caught this'],
    ['capture', 'captured: nobody caught this'],
  ])('leaves to the inmate what it has a handler for: %s', async (kind, line) => {
    const call = await entrypoint.call('handles', [kind], { inmate: 'turns.mjs' });
    expect(call.story).toEqual([`stdout: ${line}\n`, 'return: "settled"']);
  });

  it('shows a monitor what nobody catches', async () => {
    const call = await entrypoint.call('handles', ['monitor'], { inmate: 'turns.mjs' });
    expect(call.story[0]).toBe('stdout: monitored (unhandledRejection): nobody caught this\n');
    expect(call.last).toMatchObject({ type: 'raise', value: { class: 'Error', message: 'nobody caught this' } });
  });
});

describe('what is not a generator', () => {
  it.each([
    ['asyncIterable', ['yield: [1]', 'yield: [2]', 'return: 3']],
    ['readable', ['yield: ["a"]', 'yield: ["b"]', 'return: null']],
    ['webStream', ['yield: ["a"]', 'yield: ["b"]', 'return: null']],
    ['iterator', ['yield: [[1,"a"]]', 'return: null']],
    ['foreignGenerator', ['yield: [1]', 'return: 2']],
    ['saysWhatItIs', ['return: "json"']],
    ['fails', ['yield: ["a"]', containing('raise: {"class":"Error","message":"broken"')]],
  ])('is drained as one: %s', async (method, story) => {
    expect((await entrypoint.call(method, [], { inmate: 'streams.mjs' })).story).toEqual(story);
  });

  it.each([
    ['iterable', /^result is an iterable object \(give a list of it/],
    ['stepsBadly', /^an iterator gave number in place of \{ value, done \}/],
    ['within', /^result\.rows is an instance of Readable \(return it alone/],
  ])('or raises, and says what to do: %s', async (method, message) => {
    expect(raiseOf(await entrypoint.call(method, [], { inmate: 'streams.mjs' })).message).toMatch(message);
  });

  it.each([
    ['closes', ['yield: [1]', 'stdout: cleaned up\n', containing('yield.list[1] is a function')]],
    ['closesLater', ['yield: [1]', 'stdout: cleaned up\n', containing('yield is an instance of Set')]],
    ['closesStream', ['yield: ["a"]', 'stdout: destroyed\n', containing('yield is a symbol')]],
    ['closesBadly', ['yield: [1]', containing('yield is a function')]],
    ['closesNever', ['yield: [1]', containing('yield is a function')]],
  ])('or a generator, is closed where a yield cannot be sent: %s', async (method, story) => {
    expect((await entrypoint.call(method, [], { inmate: 'streams.mjs' })).story).toEqual(story);
  });
});
