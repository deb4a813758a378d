import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { faultsOf } from '../../support/eventsSchema.ts';
import { buildCli, type BuiltCli } from './support/buildCli.ts';
import { commandHere } from './support/commandHere.ts';
import type { Ended } from './support/runCommand.ts';

const INMATE = `
import { writeSync } from 'node:fs';
export function* all(...args: unknown[]) {
  console.log('out \\u2028 \\u001b[31m é');
  console.error('err');
  writeSync(1, Uint8Array.of(0xff, 0xc3));
  yield args;
  yield [NaN, -0, 2n ** 63n, 2 ** 60, new Date(5), Uint8Array.of(1), new Map([[1, 2]]), { base64: 5 }];
  writeSync(1, Uint8Array.of(0xa9));
  return { deep: [{ a: null }] };
}
export function fails() {
  const errors = [new TypeError('one'), new Error('two', { cause: new RangeError('why') })];
  throw Object.assign(new AggregateError(errors, 'both'), { code: 'E_BOTH', large: 2n ** 60n });
}
export function leaves() { process.exit(3); }
export function* talks() { for (;;) yield 'x'.repeat(1000); }
export function waits() { return new Promise((resolve) => setTimeout(resolve, 60_000)); }
`;

let cli: BuiltCli;
let dir: string;

beforeAll(async () => {
  cli = await buildCli();
  dir = await mkdtemp(path.join(tmpdir(), 'hoosegow-json-'));
  await writeFile(path.join(dir, 'inmate.ts'), INMATE);
  await writeFile(path.join(dir, 'package.json'), '{"type":"module"}');
});

afterAll(async () => {
  await cli.remove();
  await rm(dir, { recursive: true, force: true });
});

const hoosegow = async (...args: readonly string[]): Promise<Ended> => commandHere(cli.runCli, args);

const run = async (...args: readonly string[]): Promise<Ended> =>
  hoosegow('run', `${dir}/`, ...args, '--json', '--engine', 'process');

interface Line {
  readonly type: string;
  readonly outcome?: string | null;
}

const linesOf = ({ stdout }: Ended): readonly Line[] =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);

it.each([
  ['returned', ['all', '1', '{"base64":"AP8="}', '@@text', '18446744073709551615'], 0],
  ['raised', ['fails'], 1],
  ['exited', ['leaves'], 6],
  ['output-limit', ['talks', '--limit-output', '100k'], 5],
  ['timed-out', ['waits', '--timeout', '500ms'], 124],
])('prints lines of the schema of a call that %s', async (outcome, args, status) => {
  const ended = await run(...args);
  expect([ended.code, faultsOf(ended.stdout)]).toEqual([status, []]);
  const lines = linesOf(ended);
  expect([lines[0]?.type, lines.at(-1)?.outcome]).toEqual(['call', outcome]);
});

it('prints the same lines of a recording, and of one that is cut', async () => {
  const file = path.join(dir, 'all.dispatch');
  const ended = await run('all', '[1]', '--record', file);
  const types = new Set(linesOf(ended).map(({ type }) => type));
  expect(types).toEqual(new Set(['call', 'lifecycle', 'stdout', 'stderr', 'yield', 'return', 'outcome']));
  expect(await hoosegow('show', file, '--json')).toMatchObject({ code: 0, stdout: ended.stdout });
  await truncate(file, (await readFile(file)).length - 5);
  const cut = await hoosegow('show', file, '--json');
  expect([cut.code, faultsOf(cut.stdout)]).toEqual([9, []]);
  expect(linesOf(cut).at(-1)).toEqual({ type: 'outcome', outcome: null, truncated: true });
});

it('prints nothing but the outcome where the engine cannot be reached', async () => {
  const ended = await hoosegow('run', `${dir}/`, 'leaves', '--json', '--host', `unix://${dir}/none.sock`);
  expect([ended.code, faultsOf(ended.stdout)]).toEqual([3, []]);
  expect(linesOf(ended)).toEqual([expect.objectContaining({ outcome: 'engine-failed', seq: 0, t: 0 })]);
});
