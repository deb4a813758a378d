import type { DispatchMeta } from '../../../recording/event.ts';
import type { AlignedLine } from '../../../text/alignLines.ts';
import { formatDuration } from '../../../text/words.ts';
import { l10n } from '../../text/l10n.ts';
import { outcomeText } from '../../text/outcomeText.ts';
import { laneOf, type ComparedDispatch } from './comparedFrames.ts';
import { differingPath } from './sortedJson.ts';

/** A dispatch that is compared. */
export interface Side {
  readonly meta: Pick<DispatchMeta, 'method' | 'args' | 'startedAt'>;
  readonly compared: ComparedDispatch;
}

/** Milliseconds: less is no difference, for no two runs take the same time. */
const NOTABLE = 1;

/**
 * What differs, in one line: `result differs at .items[3].price; 2 more lines on stderr; 14 ms faster`.
 *
 * @param output lines of stdout and stderr, and yields
 */
export function summarize(left: Side, right: Side, output: readonly AlignedLine[]): string {
  const [one, two] = [left.compared, right.compared];
  const parts = [
    ...(left.meta.method === right.meta.method
      ? []
      : [l10n.t('{0} and {1} are other methods', left.meta.method, right.meta.method)]),
    ...at(differingPath(left.meta.args, right.meta.args), l10n.t('arguments differ'), 'arguments'),
    ...endParts(one, two),
    ...yieldParts(one, two, output),
    ...lineParts('stdout', output),
    ...lineParts('stderr', output),
  ];
  const told = parts.length === 0 ? [l10n.t('the same, apart from the times')] : parts;
  return [...told, ...timeParts(one.took, two.took)].join('; ');
}

function at(path: string | undefined, whole: string, what: 'arguments' | 'result' | 'error'): readonly string[] {
  if (path === undefined) return [];
  if (path === '') return [whole];
  if (what === 'arguments') return [l10n.t('arguments differ at {0}', path)];
  return [what === 'result' ? l10n.t('result differs at {0}', path) : l10n.t('error differs at {0}', path)];
}

function endParts(one: ComparedDispatch, two: ComparedDispatch): readonly string[] {
  const [was, is] = [endText(one), endText(two)];
  if (one.result?.type !== two.result?.type || was !== is) return [l10n.t('{0}, then {1}', was, is)];
  const path = differingPath(one.result?.value, two.result?.value);
  return one.result?.type === 'raise'
    ? at(path, l10n.t('error differs'), 'error')
    : at(path, l10n.t('result differs'), 'result');
}

/** How a dispatch ended, in words. */
export function endText({ outcome }: ComparedDispatch): string {
  return outcome ? outcomeText(outcome) : l10n.t('the recording has no outcome');
}

function yieldParts(one: ComparedDispatch, two: ComparedDispatch, output: readonly AlignedLine[]): readonly string[] {
  const more = two.yields - one.yields;
  if (more === 1) return [l10n.t('1 more yield')];
  if (more === -1) return [l10n.t('1 yield fewer')];
  if (more !== 0) return [more > 0 ? l10n.t('{0} more yields', more) : l10n.t('{0} yields fewer', -more)];
  return differing('yield', output).length > 0 ? [l10n.t('yields differ')] : [];
}

function lineParts(lane: 'stdout' | 'stderr', output: readonly AlignedLine[]): readonly string[] {
  const lines = differing(lane, output);
  if (lines.length === 0) return [];
  const count = lines.length;
  if (lines.every(({ left }) => left === undefined)) {
    return [count === 1 ? l10n.t('1 more line on {0}', lane) : l10n.t('{0} more lines on {1}', count, lane)];
  }
  if (lines.every(({ right }) => right === undefined)) {
    return [count === 1 ? l10n.t('1 line fewer on {0}', lane) : l10n.t('{0} lines fewer on {1}', count, lane)];
  }
  return [count === 1 ? l10n.t('1 line of {0} differs', lane) : l10n.t('{0} lines of {1} differ', count, lane)];
}

function differing(lane: string, output: readonly AlignedLine[]): readonly AlignedLine[] {
  return output.filter(({ left, right }) => left !== right && laneOf(left ?? right ?? '') === lane);
}

function timeParts(one: number | undefined, two: number | undefined): readonly string[] {
  if (one === undefined || two === undefined || Math.abs(two - one) < NOTABLE) return [];
  const time = formatDuration(Math.abs(two - one));
  return [two < one ? l10n.t('{0} faster', time) : l10n.t('{0} slower', time)];
}
