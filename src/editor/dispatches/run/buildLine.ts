import { withoutColours } from '../../../text/escape.ts';

const STEP = /^step \d+\/\d+/i;

/** What the classic builder says of its own containers and layers, which are nothing to people. */
const OF_THE_BUILDER = /^(?:--->|removing intermediate container|sending build context)/i;

/** The line of a build's output that says best what it is at: its step, else the last one. `undefined`: there is none. */
export function buildLine(text: string): string | undefined {
  const lines = withoutColours(text)
    .split(/\r?\n|\r/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !OF_THE_BUILDER.test(line));
  return lines.findLast((line) => STEP.test(line)) ?? lines.at(-1);
}
