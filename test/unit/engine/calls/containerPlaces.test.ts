import { describe, expect, it } from 'vitest';
import { BoundedHost } from '../../../../src/engine/calls/boundedHost.ts';
import { ContainerPlaces, NoPlaceError } from '../../../../src/engine/calls/containerPlaces.ts';
import { ScriptedHost } from '../../../support/scriptedHost.ts';

const never = new AbortController().signal;

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

describe('places for containers', () => {
  it('are given out up to their number, the others in the order of asking', async () => {
    const places = new ContainerPlaces(2);
    await places.take('a', never);
    places.takeAtOnce('b');
    const order: string[] = [];
    const waiting = ['c', 'd'].map((name) => places.take(name, never).then(() => order.push(name)));
    expect(() => places.takeAtOnce('e')).toThrow(NoPlaceError);
    places.giveBack('a');
    places.giveBack('a');
    await turn();
    expect([order, places.taken]).toEqual([['c'], 2]);
    // Those that wait come before what would only wait.
    places.giveBack('b');
    await Promise.all(waiting);
    expect(order).toEqual(['c', 'd']);
    expect(() => places.takeAtOnce('e')).toThrow(NoPlaceError);
  });

  it('asks for as much room as is waited for, and no more', async () => {
    const places = new ContainerPlaces(2);
    const idle = ['a', 'b'];
    for (const name of idle) places.takeAtOnce(name);
    places.makeRoom = () => idle.shift();
    const first = places.take('c', never);
    expect(idle).toEqual(['b']);
    places.press();
    expect(idle).toEqual(['b']);
    places.giveBack('a');
    await first;
    const second = places.take('d', never);
    const third = places.take('e', never);
    expect(idle).toEqual([]);
    places.giveBack('b');
    await second;
    idle.push('d');
    places.press();
    places.giveBack('d');
    await third;
    expect(places.taken).toBe(2);
  });

  it('forget who no longer waits', async () => {
    const places = new ContainerPlaces(1);
    await places.take('a', never);
    const controller = new AbortController();
    const waiting = places.take('b', controller.signal);
    controller.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    await expect(places.take('c', controller.signal)).rejects.toThrow('enough');
    places.giveBack('b');
    expect(places.taken).toBe(1);
    places.giveBack('a');
    expect(places.taken).toBe(0);
  });
});

it('a bounded host has no more jails than there are places, each from before it is made until it is gone', async () => {
  const places = new ContainerPlaces(1);
  const tally = new ContainerPlaces(Infinity);
  const inner = new ScriptedHost({});
  const host = new BoundedHost(new BoundedHost(inner, places), tally);
  const spec = (name: string) => ({ name, lifetime: 1, image: 'one' });
  await host.reserve(spec('a'), never);
  await host.create(spec('a'));
  expect([host.kind, host.endpoint, host.limitsMemory, host.isolation]).toEqual([
    'docker',
    'scripted',
    true,
    'scripted',
  ]);
  await expect(host.reserve({ ...spec('b'), waits: true }, never)).rejects.toMatchObject({ code: 'HOOSEGOW_NO_PLACE' });
  const waiting = host.reserve(spec('c'), never);
  await host.remove('a');
  await waiting;
  await host.create(spec('c'));
  expect([places.taken, places.created, tally.taken, tally.created]).toEqual([1, 2, 1, 2]);
});

it('a jail that cannot be removed holds no place: others would wait for ever', async () => {
  const places = new ContainerPlaces(1);
  const host = new BoundedHost(
    new ScriptedHost({ remove: () => Promise.reject(new Error('the daemon is gone')) }),
    places,
  );
  await host.reserve({ name: 'a', lifetime: 1, image: 'one' }, never);
  await expect(host.remove('a')).rejects.toThrow('the daemon is gone');
  expect(places.taken).toBe(0);
});
