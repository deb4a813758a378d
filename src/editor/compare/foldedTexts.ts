import { l10n } from '../text/l10n.ts';

/** Two texts whose lines belong together by their position; some of those that are the same are folded away at first. */
export interface ComparedLines {
  readonly left: readonly string[];
  readonly right: readonly string[];
  /** Lines that are the same on both sides, in order: from the first to before the last. */
  readonly folds: readonly Fold[];
}

export interface Fold {
  readonly from: number;
  readonly to: number;
}

export interface FoldedTexts {
  readonly left: readonly string[];
  readonly right: readonly string[];
  /** Which fold stands in a line, for each line that stands for one. */
  readonly foldIn: ReadonlyMap<number, number>;
}

/** What is shown of two texts: one line in place of each fold that is not open. */
export function foldedTexts({ left, right, folds }: ComparedLines, open: ReadonlySet<number>): FoldedTexts {
  const shown = { left: [] as string[], right: [] as string[], foldIn: new Map<number, number>() };
  let at = 0;
  const showTo = (end: number): void => {
    for (; at < end; at++) {
      shown.left.push(left[at] ?? '');
      shown.right.push(right[at] ?? '');
    }
  };
  for (const [i, { from, to }] of folds.entries()) {
    if (open.has(i)) continue;
    showTo(from);
    const note = noteOf(to - from);
    shown.foldIn.set(shown.left.length, i);
    shown.left.push(note);
    shown.right.push(note);
    at = to;
  }
  showTo(left.length);
  return shown;
}

/** It is read out as it is, so it says what can be done with it. */
function noteOf(lines: number): string {
  return `  ${l10n.t('… {0} hidden lines are the same. Click, or press Enter, to show them.', lines)}`;
}
