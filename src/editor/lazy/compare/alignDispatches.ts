import type { RecordingReader } from '../../../recording/recordingReader.ts';
import { alignLines, type AlignedLine } from '../../../text/alignLines.ts';
import { escapeText } from '../../../text/escape.ts';
import { formatDuration } from '../../../text/words.ts';
import type { ComparedLines, Fold } from '../../compare/foldedTexts.ts';
import { l10n } from '../../text/l10n.ts';
import { laneOf, linesOf, readCompared } from './comparedFrames.ts';
import { equalFolds } from './equalFolds.ts';
import { pairReplaced } from './pairReplaced.ts';
import { endText, summarize, type Side } from './summarize.ts';

/** Two dispatches side by side. */
export interface Comparison {
  /** What differs, in one line. Both texts begin with it. */
  readonly summary: string;
  readonly lines: ComparedLines;
  /** Line of the first difference other than of times, from 0, where nothing is folded; `undefined` without any. */
  readonly firstDifference: number | undefined;
  /** Lines that differ, other than of times. */
  readonly differences: number;
}

interface Section {
  readonly title: string;
  readonly lines: readonly AlignedLine[];
}

/** Prefix of the first line that differs; other lines start with spaces. */
const FIRST = '▶ ';
const OTHER = '  ';

/** Aligns two dispatches by what was called, how it ended, and lane and content of their frames; times come last. */
export async function alignDispatches(left: RecordingReader, right: RecordingReader): Promise<Comparison> {
  const one: Side = { meta: left.meta, compared: await readCompared(left) };
  const two: Side = { meta: right.meta, compared: await readCompared(right) };
  const ordered = align(one.compared.ordered, two.compared.ordered);
  const stderr = align(one.compared.stderr, two.compared.stderr);
  const summary = summarize(one, two, [...ordered, ...stderr]);
  const omitted = Math.max(one.compared.omitted, two.compared.omitted);
  const note = l10n.t('… {0} more lines are not compared', omitted);
  const sections: readonly Section[] = [
    { title: l10n.t('Arguments'), lines: pair(argumentLines(one), argumentLines(two)) },
    { title: l10n.t('Result'), lines: pair(resultLines(one), resultLines(two)) },
    { title: l10n.t('Output and Yields'), lines: [...ordered, ...stderr] },
    ...(omitted > 0 ? [{ title: l10n.t('Left Out'), lines: [{ left: note, right: note }] }] : []),
  ];
  const told = sections.flatMap(linesOfSection);
  const head = [summary, ''].map(same);
  const timed = linesOfSection({ title: l10n.t('Times'), lines: pair(times(one), times(two)) });
  const lines = [...head, ...told, ...timed];
  const first = told.findIndex(differs);
  const firstDifference = first < 0 ? undefined : head.length + first;
  const side = (pick: (line: AlignedLine) => string | undefined): ComparedLines['left'] =>
    lines.map((line, i) => {
      const text = pick(line);
      return text === undefined ? undefined : `${i === firstDifference ? FIRST : OTHER}${oneLine(text)}`.trimEnd();
    });
  const folds = foldsOf(sections, head.length);
  return {
    summary: oneLine(summary),
    lines: { left: side((line) => line.left), right: side((line) => line.right), folds },
    firstDifference,
    differences: told.filter(differs).length,
  };
}

/** A part that neither has is not shown. */
function linesOfSection({ title, lines }: Section): readonly AlignedLine[] {
  return lines.length === 0 ? [] : [same(`── ${title} ──`), ...lines, same('')];
}

/** Each section is folded for itself, so that its title stays. */
function foldsOf(sections: readonly Section[], start: number): readonly Fold[] {
  let at = start;
  return sections.flatMap((section) => {
    const begin = at + 1;
    at += linesOfSection(section).length;
    return equalFolds(section.lines).map(({ from, to }) => ({ from: begin + from, to: begin + to }));
  });
}

function align(left: readonly string[], right: readonly string[]): readonly AlignedLine[] {
  return pairReplaced(alignLines(left, right), laneOf);
}

/** As `align`, of lines without lanes. */
function pair(left: readonly string[], right: readonly string[]): readonly AlignedLine[] {
  return pairReplaced(alignLines(left, right), () => '');
}

function argumentLines({ meta: { method, args } }: Side): readonly string[] {
  return [method, ...(args === null ? [l10n.t('too large to be kept')] : linesOf(args))];
}

function resultLines({ compared }: Side): readonly string[] {
  return [endText(compared), ...(compared.result ? linesOf(compared.result.value) : [])];
}

function times({ meta: { startedAt }, compared: { took } }: Side): readonly string[] {
  const lasted = took === undefined ? l10n.t('did not end') : l10n.t('took {0}', formatDuration(took));
  return [lasted, l10n.t('began {0}', new Date(startedAt).toLocaleString())];
}

/** What would begin another line in an editor, or hide or turn what is around it, is escaped; tabs stay. */
function oneLine(text: string): string {
  return text.split('\t').map(escapeText).join('\t');
}

function same(line: string): AlignedLine {
  return { left: line, right: line };
}

function differs({ left, right }: AlignedLine): boolean {
  return left !== right;
}
