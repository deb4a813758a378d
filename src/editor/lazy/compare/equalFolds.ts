import type { AlignedLine } from '../../../text/alignLines.ts';
import type { Fold } from '../../compare/foldedTexts.ts';

/** Lines that are the same and stay, before and after one that differs. */
const CONTEXT = 3;

/** Finds what can be folded away: many lines that are the same on both sides, but for those beside a difference. */
export function equalFolds(lines: readonly AlignedLine[]): readonly Fold[] {
  const folds: Fold[] = [];
  let start = 0;
  const end = (at: number): void => {
    const fold = { from: start + CONTEXT, to: at - CONTEXT };
    // One line in place of one hides and saves nothing.
    if (fold.to - fold.from > 1) folds.push(fold);
    start = at + 1;
  };
  for (const [i, { left, right }] of lines.entries()) if (left !== right) end(i);
  end(lines.length);
  return folds;
}
