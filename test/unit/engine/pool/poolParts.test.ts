import { expect, it, vi } from 'vitest';
import { BufferedOutput } from '../../../../src/engine/dispatch/bufferedOutput.ts';
import { IdleJail } from '../../../../src/engine/pool/idleJail.ts';
import { IdleJails } from '../../../../src/engine/pool/idleJails.ts';
import { LoadedFilter } from '../../../../src/engine/pool/loadedFilter.ts';
import { loadFailure } from '../../../../src/engine/pool/loadFailure.ts';
import { Loading } from '../../../../src/engine/pool/loading.ts';
import { Waiters } from '../../../../src/engine/pool/waiters.ts';
import { encodeLoaded } from '../../../../src/wire/loadedSignal.ts';
import { ScriptedHost, type ScriptedJail } from '../../../support/scriptedHost.ts';

async function idleJail() {
  let scripted: ScriptedJail | undefined;
  const host = new ScriptedHost({ started: (jail) => (scripted = jail) });
  const jail = await IdleJail.make({
    host,
    spec: { name: 'one', lifetime: 60_000, image: null, waits: true },
    callbacks: {},
    loading: 10_000,
    isSilent: false,
    signal: new AbortController().signal,
  });
  if (!scripted) throw new Error('it was not started');
  return { jail, scripted };
}

it('dispatches that wait have their turn in order, and leave when they are over', async () => {
  const left = vi.fn<() => void>();
  const waiters = new Waiters(left);
  expect([waiters.size, waiters.longest, waiters.give(undefined)]).toEqual([0, 0, false]);
  const over = new AbortController();
  const first = waiters.wait(over.signal, undefined);
  const second = waiters.wait(over.signal, undefined);
  expect(waiters.longest).toBeGreaterThanOrEqual(0);
  expect(waiters.give(undefined)).toBe(true);
  // What has been given is not taken back.
  over.abort(new Error('over'));
  expect(await first).toBeUndefined();
  await expect(second).rejects.toThrow('over');
  expect([waiters.size, left.mock.calls.length]).toEqual([0, 1]);
});

it('a module that fails while nobody listens is told to who listens later', () => {
  const loading = new Loading(1000);
  loading.onLoaded(false);
  const heard = vi.fn<() => void>();
  loading.onUseless(heard);
  expect([loading.state, heard.mock.calls.length]).toEqual(['failed', 1]);
});

it('output is passed on behind what the jail said of itself, whether or not somebody wants to know of that', () => {
  const said: unknown[] = [];
  const output = new BufferedOutput(new LoadedFilter((loaded) => said.push(loaded)));
  output.bytes('stdout', encodeLoaded(true));
  output.bytes('stdout', Buffer.from('more'));
  const chunks: string[] = [];
  output.handOver({ bytes: (_channel, chunk) => void chunks.push(Buffer.from(chunk).toString()) });
  output.bytes('stdout', Buffer.from(' and more'));
  expect([said, chunks.join('')]).toEqual([[true], 'more and more']);
});

it('one that does not wait among the others cannot be taken from them', async () => {
  const changed = vi.fn<() => void>();
  const { jail } = await idleJail();
  expect([new IdleJails(changed).delete(jail), changed.mock.calls.length]).toEqual([false, 0]);
});

it('one that ended by a signal, before its module was loaded, has no code to tell', async () => {
  const { jail, scripted } = await idleJail();
  scripted.end({ code: null, signal: 'SIGKILL' });
  expect(await loadFailure(jail, 1000)).toMatchObject({
    code: 'HOOSEGOW_LOADING_EXITED',
    message: "the container ended before the inmate's module was loaded",
  });
});

it('one that a dispatch has made itself is loaded', async () => {
  const host = new ScriptedHost({});
  const spec = { name: 'own', lifetime: 60_000, image: null };
  const jail = await host.create(spec);
  const output = new BufferedOutput();
  const streams = await jail.attach(output, new AbortController().signal);
  const own = new IdleJail({ host, spec, jail, streams, output, createdAt: Date.now() });
  expect([own.isLoaded, await own.loaded]).toEqual([true, 'loaded']);
});

it('one whose connection or end breaks is lost', async () => {
  const { jail, scripted } = await idleJail();
  const lost = vi.fn<() => void>();
  jail.keep(lost);
  scripted.break(new Error('the connection broke'));
  await vi.waitFor(() => expect(lost).toHaveBeenCalled());
});
