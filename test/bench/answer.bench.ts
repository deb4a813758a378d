import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AnswerWindow, type Answered } from './answerWindow.ts';
import type { Bench, Result } from './figure.ts';
import { median, percentile } from './measure.ts';

const RUNS = 20;
const SAVES = 8;
/** Milliseconds in which the container before goes and the next one comes. */
const REST = 2000;

/** What its user waits for: from a key to the result on the screen, in a real VS Code. */
export const bench: Bench = {
  name: 'from a key to the result, in the editor',
  async run(context) {
    const work = await mkdtemp(join(tmpdir(), 'hoosegow-bench-'));
    try {
      await using shown = await AnswerWindow.open(work, await context.docker());
      const series = async (name: string, rounds: number, run: () => Promise<Answered>): Promise<Answered[]> => {
        const all: Answered[] = [];
        // In the first round code is compiled.
        for (let round = 0; round <= rounds; round++) {
          await shown.rest(REST);
          const one = await run();
          context.log(
            `${name}: painted after ${one.painted} ms, in the list after ${one.listed} ms, the call ${one.engine} ms`,
          );
          if (round > 0) all.push(one);
        }
        return all;
      };
      const warm = await series('run', RUNS, () => shown.run());
      const later = await series('save, run 2 s later', SAVES, () => shown.saveAndRun(2000));
      const atOnce = await series('save, run at once', SAVES, () => shown.saveAndRun(0));
      await shown.setRunOnSave(true);
      const alone = await series('save that runs', SAVES, () => shown.saveAlone());
      return [
        atMost('warm run: key to the result painted', painted(warm), 200, warm),
        atMost(
          '… p95',
          percentile(
            warm.map((one) => one.painted),
            0.95,
          ),
          300,
          warm,
        ),
        beside('warm run: key to "returned" in the list', median(warm.map(({ listed }) => listed)), warm),
        atMost('save, key 2 s later: key to the result painted', painted(later), 400, later),
        atMost('save and key at once: key to the result painted', painted(atOnce), 1000, atOnce),
        atMost('run on save: save to the result painted', painted(alone), 1000, alone),
      ];
    } finally {
      await rm(work, { recursive: true, force: true });
    }
  },
};

function painted(all: readonly Answered[]): number {
  return median(all.map((one) => one.painted));
}

/** The engine's own figure is from the request to the answer. */
function beside(figure: string, value: number, all: readonly Answered[]): Result {
  const engine = median(all.map((one) => one.engine));
  const against = `the call itself, as the engine measures it: ${engine.toPrecision(3)} ms`;
  return { figure, value, unit: 'ms', against, ratio: value / engine, target: null, met: null };
}

function atMost(figure: string, value: number, most: number, all: readonly Answered[]): Result {
  return { ...beside(figure, value, all), target: `≤ ${most} ms`, met: value <= most };
}
