import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { expect } from 'vitest';
import type { Dispatch, Lifecycle } from '../../src/engine/index.ts';
import { dockerClient } from './docker.ts';

/** The daemon's names of the signal that no process can handle or delay. */
const KILL = /^(9|KILL|SIGKILL)$/;

/**
 * Checks that a dispatch did not wait for its container to end by itself: the daemon sent it no signal but KILL, and it
 * is gone. That makes it quick; how quick Docker itself is, depends on the machine.
 */
export async function expectGoneAtOnce(dispatch: Dispatch): Promise<void> {
  const steps: Lifecycle[] = [];
  for await (const event of dispatch.events()) if (event.type === 'lifecycle') steps.push(event.value);
  const name = steps.flatMap((step) => ('container' in step ? [step.container] : []))[0];
  if (name === undefined) return;
  expect((await signalsTo(name)).filter((signal) => !KILL.test(signal))).toEqual([]);
  expect(steps.map(({ event }) => event)).toContain('removed');
  await expect(dockerClient().getContainer(name).inspect()).rejects.toMatchObject({ statusCode: 404 });
}

/** Signals that the daemon sent to a container, as far back as it remembers. */
async function signalsTo(container: string): Promise<string[]> {
  const { SystemTime: now } = (await dockerClient().info()) as { readonly SystemTime: string };
  const events = await dockerClient().getEvents({
    since: 0,
    until: Math.ceil(new Date(now).getTime() / 1000),
    filters: { type: ['container'], event: ['kill'], container: [container] },
  });
  const signals: string[] = [];
  for await (const line of createInterface({ input: new Readable().wrap(events) })) {
    const { Actor: actor } = JSON.parse(line) as { readonly Actor?: { readonly Attributes?: { signal?: string } } };
    if (actor?.Attributes?.signal !== undefined) signals.push(actor.Attributes.signal);
  }
  return signals;
}
