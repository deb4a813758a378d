/**
 * `npm run bench:compare -- BEFORE.json AFTER.json`: how each figure changed between two runs. Exit status 1 where one
 * became worse by more than runs on the same code differ.
 */
import { number } from './table.ts';
import { readResultFile, type NamedResult } from './resultFile.ts';

/**
 * Runs of the same code on a busy machine of two cores differ by as much: ratios, whose two sides are measured in turn,
 * by less than figures that stand alone.
 */
const NOISE_OF_RATIOS = 0.25;
const NOISE_OF_VALUES = 0.5;

const [before = '', after = ''] = process.argv.slice(2);
if (!before || !after) throw new Error('name two files that npm run bench -- --json wrote');
const old = new Map((await readResultFile(before)).results.map((result) => [keyOf(result), result]));
const now = (await readResultFile(after)).results;
let regressions = 0;
for (const result of now) {
  const earlier = old.get(keyOf(result));
  if (earlier) tell(earlier, result);
  else console.log(`new        ${keyOf(result)}`);
  old.delete(keyOf(result));
}
for (const key of old.keys()) console.log(`gone       ${key}`);
const noise = `more than ${100 * NOISE_OF_RATIOS} % of a ratio, ${100 * NOISE_OF_VALUES} % of another figure`;
console.log(`\n${regressions} of ${now.length} figures became worse by ${noise}`);
process.exitCode = regressions > 0 ? 1 : 0;

function tell(earlier: NamedResult, result: NamedResult): void {
  const isRatio = result.ratio !== null && earlier.ratio !== null;
  const [from, to] = isRatio ? [earlier.ratio, result.ratio] : [earlier.value, result.value];
  // Zero is what cannot become a multiple of itself.
  const factor = from === to ? 1 : to / from;
  const worse = growsBetter(result) ? 1 / factor : factor;
  const isRegression = worse > 1 + (isRatio ? NOISE_OF_RATIOS : NOISE_OF_VALUES);
  if (isRegression) regressions++;
  const unit = isRatio ? '×' : result.unit;
  const change = `${factor >= 1 ? '+' : ''}${(100 * (factor - 1)).toFixed(0)} %`;
  console.log(
    `${isRegression ? 'REGRESSION' : '          '} ${change.padStart(7)}  ${number(from)} → ${number(to)} ${unit}  ${keyOf(result)}`,
  );
}

/** By what is to be reached; by its unit where nothing is. */
function growsBetter({ target, unit }: NamedResult): boolean {
  if (target !== null && /[≤<≥>]/.test(target)) return /^[^≤<]*[≥>]/.test(target);
  return unit.endsWith('/s');
}

function keyOf({ bench, figure }: NamedResult): string {
  return `${bench}: ${figure}`;
}
