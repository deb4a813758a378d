import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Outcome } from '../../../src/engine/index.ts';
import { speedUpTimers } from '../../support/faults/fastClock.ts';
import { HARMLESS } from '../../support/faults/plan.ts';
import { runPlan } from '../../support/faults/runPlan.ts';
import { loadWireFixtures, type WireFixture } from '../../support/wireFixtures.ts';

const fixtures = loadWireFixtures();
const AT_ONCE = 16;

let slowDown: () => void;
beforeAll(() => {
  slowDown = speedUpTimers(40);
});
afterAll(() => slowDown());

/** Offsets at which a Docker frame begins or ends. */
function boundaries({ attach }: WireFixture): Set<number> {
  const view = new DataView(attach.buffer, attach.byteOffset);
  const found = new Set([0]);
  for (let at = 0; at < attach.length; found.add(at)) at += 8 + view.getUint32(at + 4);
  return found;
}

/** What has to become of a dispatch whose connection ends after so many bytes. */
function expectedAt(fixture: WireFixture, at: number, whole: ReadonlySet<number>): Partial<Outcome> {
  if (at === fixture.attach.length) {
    return { outcome: fixture.frames.at(-1)?.type === 'return' ? 'returned' : 'raised' };
  }
  if (whole.has(at)) return { outcome: 'timed-out' };
  return { outcome: 'engine-failed', phase: 'run', message: expect.stringMatching(RegExp(`byte ${at}$`)) as string };
}

async function expectCuts(fixture: WireFixture, places: readonly number[]): Promise<void> {
  const whole = boundaries(fixture);
  const left = [...places];
  const work = async (): Promise<void> => {
    for (let at = left.pop(); at !== undefined; at = left.pop()) {
      const plan = { ...HARMLESS, output: fixture.attach, exits: false, timeout: 20_000 };
      const outcome = await runPlan({ ...plan, stream: { kind: 'end', at } });
      expect(outcome, `cut at ${at}`).toMatchObject(expectedAt(fixture, at, whole));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

// The container goes on: only the connection to its streams is gone.
describe('a connection that ends in the middle of a recorded answer', () => {
  it.each(fixtures.filter(({ attach }) => attach.length < 1000))('$name, at every byte', async (fixture) => {
    const { length } = fixture.attach;
    await expectCuts(
      fixture,
      Array.from({ length: length + 1 }, (_, at) => at),
    );
  });

  it.each(fixtures.filter(({ attach }) => attach.length >= 1000))('$name, around every header', async (fixture) => {
    const near = [...boundaries(fixture)].flatMap((at) => [at - 1, at, at + 1, at + 7, at + 8, at + 9]);
    await expectCuts(
      fixture,
      near.filter((at) => at >= 0 && at <= fixture.attach.length),
    );
  });
});
