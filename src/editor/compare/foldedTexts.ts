import { l10n } from '../text/l10n.ts';

/**
 * Two texts whose lines belong together by their position, `undefined` where one has no such line; some of those that are
 * the same are folded away at first.
 */
export interface ComparedLines {
  readonly left: readonly (string | undefined)[];
  readonly right: readonly (string | undefined)[];
  /** Lines that are the same on both sides, in order: from the first to before the last. */
  readonly folds: readonly Fold[];
}

export interface Fold {
  readonly from: number;
  readonly to: number;
}

/** What is shown of one text. */
export interface FoldedText {
  readonly lines: readonly string[];
  /** Which fold stands in a line, for each line that stands for one. */
  readonly foldIn: ReadonlyMap<number, number>;
}

export interface FoldedTexts {
  readonly left: FoldedText;
  readonly right: FoldedText;
}

/**
 * What is shown of two texts: one line in place of each fold that is not open. A line that one side has not is no empty
 * line there: the editor puts what belongs together side by side, and shows one below the other where there is no room.
 */
export function foldedTexts({ left, right, folds }: ComparedLines, open: ReadonlySet<number>): FoldedTexts {
  return { left: foldedText(left, folds, open), right: foldedText(right, folds, open) };
}

function foldedText(all: ComparedLines['left'], folds: readonly Fold[], open: ReadonlySet<number>): FoldedText {
  const lines: string[] = [];
  const foldIn = new Map<number, number>();
  let at = 0;
  const showTo = (end: number): void => {
    for (const line of all.slice(at, end)) if (line !== undefined) lines.push(line);
  };
  for (const [i, { from, to }] of folds.entries()) {
    if (open.has(i)) continue;
    showTo(from);
    foldIn.set(lines.length, i);
    lines.push(noteOf(to - from));
    at = to;
  }
  showTo(all.length);
  return { lines, foldIn };
}

/** It is read out as it is, so it says what can be done with it. */
function noteOf(lines: number): string {
  return `  ${l10n.t('… {0} hidden lines are the same. Click, or press Enter, to show them.', lines)}`;
}
