import type { Output } from '../output.ts';

/** An output on which nothing depends: where it cannot be written, what was to be told is lost, and nothing else is. */
export function unfailing(output: Output): Output {
  return {
    isTerminal: output.isTerminal,
    closed: output.closed,
    write: async (text) => output.write(text).catch(() => undefined),
  };
}
