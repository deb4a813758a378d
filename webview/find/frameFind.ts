import type { Client } from '../feeds/client.ts';
import type { Selection } from '../state/selection.ts';
import { Find } from './find.ts';

export interface FrameFindOptions {
  readonly client: Client;
  readonly selection: Selection;
  /** Rows so far. */
  readonly rows: () => number;
  /** Called before another frame is selected. */
  readonly moving: () => void;
  readonly changed: () => void;
}

/** The search in the frames, which selects what it finds. */
export function frameFind({ client, selection, rows, moving, changed }: FrameFindOptions): Find {
  return new Find({
    ask: (request) => client.ask(request),
    row: () => selection.row,
    rows,
    select: async (row) => {
      moving();
      await selection.select(row);
    },
    step: async (query, by) => {
      moving();
      // The search wraps around: after the last row comes the first.
      return selection.find(query, by, by === 1 ? Math.max(0, rows() - 1) : 0);
    },
    changed,
  });
}
