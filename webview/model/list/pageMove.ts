/** The rows of a list that are wholly in view. */
export interface RowsInView {
  readonly first: number;
  readonly last: number;
}

/**
 * Where PageDown (1) or PageUp (-1) leads in a list, as in those of the editor: first to the edge of what is in view,
 * then by a page, of which a row stays in view.
 *
 * @param now the active row, if there is one
 */
export function pageMove(now: number | undefined, by: 1 | -1, { first, last }: RowsInView, count: number): number {
  const step = Math.max(1, last - first);
  const to =
    by === 1
      ? now === undefined || now < last
        ? last
        : now + step
      : now === undefined || now > first
        ? first
        : now - step;
  return Math.max(0, Math.min(count - 1, to));
}
