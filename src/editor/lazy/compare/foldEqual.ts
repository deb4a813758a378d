import type { AlignedLine } from '../../../text/alignLines.ts';
import { l10n } from '../../text/l10n.ts';

/** Lines that are the same and stay, before and after one that differs. */
const CONTEXT = 3;

/** Puts one line in place of many that are the same on both sides. */
export function foldEqual(lines: readonly AlignedLine[]): readonly AlignedLine[] {
  const folded: AlignedLine[] = [];
  let equal: AlignedLine[] = [];
  const flush = (): void => {
    const hidden = equal.length - 2 * CONTEXT;
    const note = l10n.t('… {0} lines are the same', hidden);
    // One line in place of one hides and saves nothing.
    const shown =
      hidden > 1 ? [...equal.slice(0, CONTEXT), { left: note, right: note }, ...equal.slice(-CONTEXT)] : equal;
    for (const line of shown) folded.push(line);
    equal = [];
  };
  for (const line of lines) {
    if (line.left === line.right) equal.push(line);
    else {
      flush();
      folded.push(line);
    }
  }
  flush();
  return folded;
}
