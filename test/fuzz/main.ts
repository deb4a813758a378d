/**
 * `npm run fuzz`: fuzzes every target, or those that are named, one after the other and without end.
 *
 * - `--time S`: so many seconds for each target, then the next one, then the end
 * - `--seed N`: the seed; by default another one each time
 * - `--keep`: replaces the corpus in `test/fixtures/fuzz` by what was found to reach more
 */
import { parseArgs } from 'node:util';
import { readCorpus, writeCorpus } from './corpus.ts';
import { fuzz, type FuzzReport } from './fuzzer.ts';
import { planted } from './planted.ts';
import type { Target } from './target.ts';
import { TARGETS } from './targets/index.ts';

/** Bytes of an input that is worth keeping. */
const MAX_KEPT_BYTES = 1024;
/** Seconds for each target in a round without end. */
const ROUND = 60;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { time: { type: 'string' }, seed: { type: 'string' }, keep: { type: 'boolean', default: false } },
});
const named =
  positionals.length === 0 ? TARGETS : [...TARGETS, planted].filter(({ name }) => positionals.includes(name));
const unknown = positionals.filter((name) => !named.some((target) => target.name === name));
if (unknown.length > 0) {
  throw new Error(`there is no target ${unknown.join(', ')}; there are ${TARGETS.map(({ name }) => name).join(', ')}`);
}
const seconds = options.time === undefined ? ROUND : Number(options.time);
let seed = options.seed === undefined ? Date.now() % 0x7fff_ffff : Number(options.seed);

// Such as too many listeners: of a part that is run a thousand times a second it tells of a leak.
process.on('warning', (warning) => {
  throw warning;
});

do {
  for (const target of named) await fuzzTarget(target, seed++);
} while (options.time === undefined);

async function fuzzTarget(target: Target, seedHere: number): Promise<void> {
  const corpus = await readCorpus(target.name);
  console.log(`${target.name}: seed ${seedHere}, ${corpus.length} inputs to begin with`);
  const report = await fuzz(target, { seed: seedHere, time: seconds * 1000, corpus, onProgress: tell });
  tell(report);
  if (options.keep) await writeCorpus(target.name, await fewest(target, seedHere, report.interesting));
}

/** The shorter ones first: what they reach needs no longer one. */
async function fewest(target: Target, seedHere: number, inputs: readonly Uint8Array[]): Promise<readonly Uint8Array[]> {
  const corpus = inputs.filter(({ length }) => length <= MAX_KEPT_BYTES).toSorted((a, b) => a.length - b.length);
  return (await fuzz(target, { seed: seedHere, time: 0, corpus })).interesting;
}

function tell({ target, executions, time, coverage, interesting }: FuzzReport): void {
  const rate = Math.round((executions / time) * 1000);
  console.log(
    `${target}: ${executions} executions in ${Math.round(time / 1000)} s (${rate}/s), ` +
      `${coverage} parts of the source, ${interesting.length} inputs that reach them`,
  );
}
