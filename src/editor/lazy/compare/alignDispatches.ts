import type { RecordingReader } from '../../../recording/recordingReader.ts';
import { l10n } from '../../text/l10n.ts';
import { alignLines, type AlignedLine } from '../../../text/alignLines.ts';
import { laneOf, readCompared } from './comparedFrames.ts';
import { pairReplaced } from './pairReplaced.ts';

/** Two dispatches side by side: texts with the same number of lines; lines at the same position belong together. */
export interface Comparison {
  readonly left: string;
  readonly right: string;
  /** Line of the first difference, from 0; `undefined` where there is none. */
  readonly firstDifference: number | undefined;
  /** Lines that differ. */
  readonly differences: number;
  readonly leftResult: string | undefined;
  readonly rightResult: string | undefined;
}

/** Prefix of the first line that differs; other lines start with spaces. */
const FIRST = '▶ ';
const OTHER = '  ';

/** Aligns the frames of two dispatches by lane and content; ignores times. */
export async function alignDispatches(left: RecordingReader, right: RecordingReader): Promise<Comparison> {
  const [one, two] = [await readCompared(left), await readCompared(right)];
  const omitted = Math.max(one.omitted, two.omitted);
  const note = l10n.t('… {0} more lines are not compared', omitted);
  const lines: readonly AlignedLine[] = [
    ...pairReplaced(alignLines(one.ordered, two.ordered), laneOf),
    ...pairReplaced(alignLines(one.stderr, two.stderr), laneOf),
    ...(omitted > 0 ? [{ left: note, right: note }] : []),
  ];
  const first = lines.findIndex(differs);
  const side = (pick: (line: AlignedLine) => string | undefined): string =>
    lines.map((line, i) => `${i === first ? FIRST : OTHER}${pick(line) ?? ''}`.trimEnd()).join('\n');
  return {
    left: side((line) => line.left),
    right: side((line) => line.right),
    firstDifference: first < 0 ? undefined : first,
    differences: lines.filter(differs).length,
    leftResult: one.result,
    rightResult: two.result,
  };
}

function differs({ left, right }: AlignedLine): boolean {
  return left !== right;
}
