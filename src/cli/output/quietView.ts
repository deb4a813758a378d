import type { DispatchEvent } from '../../engine/index.ts';
import { describeNotes, describeOutcome, describeRaise } from '../../timeline/describe/describeOutcome.ts';
import type { DispatchView } from './dispatchViews.ts';
import { writeRows, type Output } from './output.ts';
import { reportLine } from './report.ts';
import { rowsOfText, TextRows } from './textRows.ts';

/**
 * Shows what an inmate prints, on either stream, as lines of their own, and nothing else; but where there is no result,
 * why: for a raise the message and the place, as there is no timeline that would tell.
 */
export function quietView(stderr: Output): DispatchView {
  const printed = { stdout: new TextRows(), stderr: new TextRows() };
  const lines = function* (rows: Iterable<string>): Generator<string, void> {
    for (const row of rows) yield `${row}\n`;
  };
  let raised: readonly string[] = [];
  return {
    call: () => Promise.resolve(),
    event: async (event: DispatchEvent) => {
      if (event.type === 'stdout' || event.type === 'stderr') {
        await writeRows(stderr, lines(printed[event.type].push(event.value)));
      } else if (event.type === 'raise') {
        raised = describeRaise(event.value);
      } else if (event.type === 'outcome') {
        await writeRows(stderr, lines(printed.stdout.end()));
        await writeRows(stderr, lines(printed.stderr.end()));
        // The command itself reports why the engine failed.
        if (event.value.outcome === 'returned' || event.value.outcome === 'engine-failed') return;
        const [first, ...rest] = event.value.outcome === 'raised' ? raised : [];
        if (first === undefined) {
          for (const row of describeOutcome(event.value)) await reportLine(stderr, row);
          return;
        }
        await reportLine(stderr, `raised ${first}`);
        await writeRows(stderr, lines(rest.flatMap(rowsOfText)));
        for (const note of describeNotes(event.value)) await reportLine(stderr, note);
      }
    },
    truncated: () => Promise.resolve(),
  };
}
