import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { encodeRequest } from '../../../src/wire/request.ts';
import { entrypointUnderTest, SHELLS } from './entrypoint.ts';

const entrypoint = entrypointUnderTest();

/** What `mixed` tells. */
function expectedStory(rounds: number, childEvery: number): string[] {
  const story: string[] = [];
  let printed = '';
  for (let n = 0; n < rounds; n++) {
    story.push(`stdout: ${printed}line ${n}\n`, `yield: [${n}]`);
    printed = n % childEvery === 0 ? `child ${n}\n` : '';
  }
  return [...story, `stdout: ${printed}last`, 'return: "end"'];
}

describe.each(SHELLS)('order with %s %s', (...shell) => {
  it('keeps 2,000 alternations of lines, yields and child processes exact', async () => {
    const call = await entrypoint.call('mixed', [2000, 4], { shell });
    expect(call.story).toEqual(expectedStory(2000, 4));
    expect(call.status).toBe(0);
  });
});

it('keeps values of any size in their place', async () => {
  const sizes = [0, 1, 4050, 4059, 4060, 4061, 4062, 4063, 4064, 4065, 4070, 65_500, 65_536, 3_000_000, 5];
  const call = await entrypoint.call('sized', sizes);
  const expected = sizes.flatMap((size, n) => [`stdout: ${n};`, `yield: ${JSON.stringify(['x'.repeat(size)])}`]);
  const wrong = call.story.findIndex((line, n) => line !== [...expected, 'return: null'][n]);
  expect(wrong).toBe(-1);
});

it('hands on a yield before the generator goes on', async () => {
  const file = join(entrypoint.folder, 'seen');
  const call = entrypoint.start();
  call.onFrame = (frame) => {
    if (frame.type === 'yield') writeFileSync(`${file}-${String(frame.value[0])}`, '');
  };
  call.write(encodeRequest('lockstep', [file, 5]));
  await call.ended;
  expect(call.last).toEqual({ type: 'return', value: 'seen' });
});

it('takes what is printed through /dev/stdout', async () => {
  const call = await entrypoint.call('viaDevStdout');
  expect(call.story).toEqual(['stdout: one\ntwo\nthree\n', 'return: "done"']);
});

it('tells in microseconds since the request when things happened', async () => {
  const call = await entrypoint.call('mixed', [200, 50]);
  const times = call.frames.filter(({ type }) => type !== 'stdout').map(({ at }) => at ?? Number.NaN);
  expect(times).toHaveLength(201);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(times.every((at) => Number.isSafeInteger(at) && at >= 0 && at < 20e6)).toBe(true);
});

it('gives no time to what is printed before the request', async () => {
  const call = entrypoint.start({ inmate: 'importSlow.mjs' });
  while (call.stdout !== 'importing\nimported\n') await new Promise((resolve) => setTimeout(resolve, 10));
  call.write(encodeRequest('method', []));
  await call.ended;
  expect(call.frames.map(({ at }) => typeof at)).toEqual(['undefined', 'undefined', 'number']);
});
