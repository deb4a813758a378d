import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { Raise } from '../../../src/wire/frame.ts';
import { encodeRequest } from '../../../src/wire/request.ts';
import { entrypointUnderTest, type Running } from './entrypoint.ts';

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
  const running = entrypoint.start({ inmate: 'rehearsed.mjs' });
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

it('takes an iterable that is no generator for a value', async () => {
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
  expect(call.story).toHaveLength(2);
  expect(raiseOf(call).message).toMatch(/^yield is an instance of Set/);
});

it('gives the inmate an empty stdin and a standard output like any other', async () => {
  expect((await entrypoint.call('standardInput')).story).toEqual(['return: ""']);
  expect((await entrypoint.call('flags')).story).toEqual(['return: {"tty":false,"fd":1,"sameStream":true}']);
});
