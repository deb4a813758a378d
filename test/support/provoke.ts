import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, expect } from 'vitest';
import type { Dispatch, Lifecycle, Outcome } from '../../src/engine/index.ts';
import { dockerClient } from './docker.ts';
import { expectGoneAtOnce } from './goneAtOnce.ts';
import { strainOf, type Strain } from './strain.ts';

const MIB = 1024 * 1024;

/** The bar for every hostile dispatch: bytes, and milliseconds of work without a turn of the event loop. */
const BAR = { growth: 64 * MIB, stall: 50 };

export interface Provoked {
  readonly dispatch: Dispatch;
  readonly outcome: Outcome;
  readonly strain: Strain;
  /** Milliseconds from the kill to the removal of the container; `undefined` where it was not killed. */
  readonly gone: number | undefined;
}

const worst = { growth: 0, stall: 0, wallStall: 0, gone: 0, dispatches: 0 };

/** After the tests of a file: one line with the worst figures of all its hostile dispatches. */
export function reportStrain(): void {
  afterAll(() => {
    const { growth, stall, wallStall, gone, dispatches } = worst;
    console.log(
      `${dispatches} hostile dispatches: memory grew by at most ${(growth / MIB).toFixed(1)} MiB, ` +
        `the event loop stalled for ${stall.toFixed(1)} ms at most (${wallStall.toFixed(1)} ms with the machine's noise), ` +
        `killed to gone took ${gone.toFixed(0)} ms at most`,
    );
  });
}

/**
 * Lets an inmate do its worst, and holds the engine to the bar: bounded memory, a responsive event loop, the container
 * killed and gone without a chance to delay that, no volume and no temporary file left. How long Docker takes for it is
 * reported, and bounded where the machine is idle: by `npm run soak`.
 *
 * @param growth bytes by which memory may grow
 */
export async function provoke(start: () => Dispatch, growth = BAR.growth): Promise<Provoked> {
  const before = await leftovers();
  const { result, strain } = await strainOf(async () => {
    const dispatch = start();
    dispatch.catch(() => undefined);
    return { dispatch, outcome: await dispatch.outcome };
  });
  const gone = await timeFromKillToRemoval(result.dispatch);
  worst.dispatches++;
  worst.growth = Math.max(worst.growth, strain.growth);
  worst.stall = Math.max(worst.stall, strain.stall);
  worst.wallStall = Math.max(worst.wallStall, strain.wallStall);
  worst.gone = Math.max(worst.gone, gone ?? 0);
  expect(strain.growth).toBeLessThan(growth);
  expect(strain.stall).toBeLessThan(BAR.stall);
  await expectGoneAtOnce(result.dispatch);
  expect(await leftovers()).toEqual(before);
  return { ...result, strain, gone };
}

async function leftovers(): Promise<{ volumes: string[]; files: string[] }> {
  const { Volumes: volumes } = await dockerClient().listVolumes();
  return {
    volumes: volumes.map(({ Name }) => Name).toSorted(),
    files: readdirSync(tmpdir())
      .filter((name) => /^hoosegow-[0-9a-f-]{36}\.dispatch$/.test(name))
      .toSorted(),
  };
}

async function timeFromKillToRemoval(dispatch: Dispatch): Promise<number | undefined> {
  const times = new Map<Lifecycle['event'], number>();
  for await (const event of dispatch.events()) if (event.type === 'lifecycle') times.set(event.value.event, event.t);
  const [kill, removed] = [times.get('kill'), times.get('removed')];
  expect(removed).toBeDefined();
  return kill === undefined || removed === undefined ? undefined : removed - kill;
}
