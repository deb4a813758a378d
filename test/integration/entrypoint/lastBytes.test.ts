import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { encodeRequest } from '../../../src/wire/request.ts';
import { entrypointUnderTest, SHELLS } from './entrypoint.ts';

const entrypoint = entrypointUnderTest();

describe.each(SHELLS)('last bytes with %s %s', (...shell) => {
  it('delivers a megabyte that was printed just before process.exit, and the exit code', async () => {
    const call = await entrypoint.call('printThenExit', [1_000_000], { shell });
    // Compared outside of `expect`, which would print megabytes.
    expect(call.stdout === `${'x'.repeat(999_999)}\n`).toBe(true);
    expect(call.status).toBe(7);
  });

  it('delivers what was printed just before a SIGKILL, and the signal', async () => {
    for (let n = 0; n < 10; n++) {
      const call = await entrypoint.call('printThenKill', [`last words ${n}`], { shell });
      expect(call.story).toEqual([`stdout: last words ${n}`]);
      expect(call.status).toBe('SIGKILL');
    }
  });
});

it('delivers what is still on its way at the end of the inmate, to a host that reads late', async () => {
  // Some of these sizes fill every buffer between the two but the last one, whichever sizes the buffers have.
  const sizes = Array.from({ length: 14 }, (_, n) => 1_000_000 + n * 50_000);
  const calls = sizes.map(async (size) => {
    const call = entrypoint.start();
    call.child.stdout.pause();
    call.write(encodeRequest('printThenExit', [size]));
    await pause(1500);
    call.child.stdout.resume();
    await call.ended;
    return [call.stdout.length, call.status];
  });
  expect(await Promise.all(calls)).toEqual(sizes.map((size) => [size, 7]));
});

it('delivers what a child has printed before a SIGKILL', async () => {
  const call = await entrypoint.call('childThenKill');
  expect(call.story).toEqual(['stdout: from the child\n']);
});

it('ends with the signal of an abort', async () => {
  const call = await entrypoint.call('abort');
  expect(call.story).toEqual(['stdout: before']);
  expect(call.status).toBe('SIGABRT');
});

it.each([0, 3, 70, 147, 255])('ends without a result where the inmate exits with %d', async (code) => {
  const call = await entrypoint.call('exitWith', [code]);
  expect(call.story).toEqual(['stdout: exit handler\n']);
  expect(call.status).toBe(code);
});

it('leaves out a value within which the inmate was killed', async () => {
  const call = await entrypoint.call('killWhileYielding', [100_000_000]);
  expect(call.story[0]).toBe('stdout: before\n');
  expect(call.frames.every(({ type }) => type === 'stdout' || type === 'yield')).toBe(true);
  expect(call.status).toBe('SIGKILL');
});

it('delivers every byte after a worker and a child have turned descriptor 1 non-blocking', async () => {
  const size = 1_000_000;
  const call = await entrypoint.call('troubled', [size]);
  const printed = call.stdout;
  expect(printed.length).toBe('worker\nchild\n'.length + 3 * size);
  expect(printed.endsWith(`${'a'.repeat(size - 1)}\n${'b'.repeat(size - 1)}\n${'c'.repeat(size - 1)}\n`)).toBe(true);
  expect(call.status).toBe(7);
});

it('answers after the inmate has closed descriptor 1', async () => {
  const call = await entrypoint.call('closeStdout');
  expect(call.story).toEqual(['stdout: before\n', 'return: "still here"']);
});

it('lets nothing follow the result', async () => {
  const call = await entrypoint.call('lateOutput');
  expect(call.story).toEqual(['return: "result"']);
  expect(call.status).toBe(0);
});

it('ends with the result while a child goes on printing', async () => {
  const call = await entrypoint.call('leaveChild');
  expect(call.last).toEqual({ type: 'return', value: 'left' });
  expect(call.status).toBe(0);
});

it('ends with the inmate while a child goes on printing as fast as it can', async () => {
  const call = await entrypoint.call('leaveChildAndExit');
  expect(call.status).toBe(4);
});

it('ends where such a child has filled everything because the host reads late', async () => {
  const call = entrypoint.start();
  call.child.stdout.pause();
  call.write(encodeRequest('leaveChildAndExit', []));
  await pause(1000);
  call.child.stdout.resume();
  await call.ended;
  expect(call.status).toBe(4);
});

it('keeps its own descriptors from child processes', async () => {
  const call = await entrypoint.call('descriptors');
  const { value } = call.frames[0] ?? {};
  const lines = String(value).trim().split('\n');
  expect(lines.length).toBeGreaterThanOrEqual(3);
  expect(lines.filter((line) => line.includes('hoosegow'))).toEqual([]);
});

it('hands on what is forged without falling over', async () => {
  const call = await entrypoint.call('forge', [[0xff, ...Array.from({ length: 40 }, () => 0xff)]]);
  const printed = call.frames.flatMap((frame) => (frame.type === 'stdout' ? [frame.value] : []));
  expect(Buffer.concat(printed).toString('hex')).toBe('ff'.repeat(41));
  expect(call.last).toEqual({ type: 'return', value: 'forged' });
});
