import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { encodeRequest } from '../../../src/wire/request.ts';
import { entrypointUnderTest, processesOfGroup, type CallOptions, type Running } from './entrypoint.ts';

// Where there are no FIFOs (Windows) the relay starts the inmate itself, with plain pipes.
const entrypoint = entrypointUnderTest();
const env = { HOOSEGOW_PIPES: '1' };

async function call(method: string, args: readonly unknown[] = [], options: CallOptions = {}): Promise<Running> {
  return entrypoint.call(method, args, { ...options, env });
}

it('keeps the order of what the inmate itself prints and yields', async () => {
  const { story, status } = await call('sized', [1, 5000, 4060, 70_000, 2]);
  const lanes = story.map((line) => line.slice(0, line.indexOf(':')));
  expect(lanes).toEqual([...Array.from({ length: 10 }, (_, n) => (n % 2 === 0 ? 'stdout' : 'yield')), 'return']);
  expect(status).toBe(0);
});

it('delivers last bytes, exit code and signal', async () => {
  const exited = await call('printThenExit', [1_000_000]);
  expect(exited.stdout === `${'x'.repeat(999_999)}\n`).toBe(true);
  expect(exited.status).toBe(7);
  const killed = await call('printThenKill', ['last words']);
  expect(killed.story).toEqual(['stdout: last words']);
  expect(killed.status).toBe('SIGKILL');
});

it('takes the output of child processes', async () => {
  expect((await call('childThenKill')).stdout).toBe('from the child\n');
});

it('ends with the result, and with the inmate, while a child lives on', async () => {
  expect((await call('leaveChild')).last).toEqual({ type: 'return', value: 'left' });
  const exited = await call('troubled', [100_000]);
  expect(exited.status).toBe(7);
});

it('ends when the lease ends', async () => {
  const running = entrypoint.start({ env });
  running.write(encodeRequest('never', [], { lease: true }));
  while (running.stdout === '') await pause(5);
  running.child.stdin.end();
  await running.ended;
  while (processesOfGroup(running.child.pid).length > 0) await pause(5);
  expect(running.story).toEqual(['stdout: waiting\n']);
});

it('has the turn in which a method settles, and tells what can never settle', async () => {
  const turn = await call('turn', [], { inmate: 'turns.mjs' });
  expect(turn.story).toEqual(['stdout: microtask\ntick\nimmediate\n', 'return: "settled"']);
  const rejected = await call('rejects', [], { inmate: 'turns.mjs' });
  expect(rejected.last).toMatchObject({ type: 'raise', value: { message: 'nobody caught this' } });
  const stalled = await call('unsettled', ['input'], { inmate: 'stalls.mjs' });
  expect(stalled.last).toMatchObject({ type: 'raise', value: { class: 'UnsettledError' } });
  const timed = await call('settles', ['timer'], { inmate: 'stalls.mjs' });
  expect(timed.story).toEqual(['return: "timer"']);
});

it('raises, and refuses what is not a request, as with FIFOs', async () => {
  expect((await call('raiseType')).last).toMatchObject({ type: 'raise', value: { class: 'TypeError' } });
  const running = entrypoint.start({ env });
  running.write(Uint8Array.of(0xc1));
  await running.ended;
  expect(running.last).toMatchObject({ type: 'raise', value: { class: 'ProtocolError' } });
});
