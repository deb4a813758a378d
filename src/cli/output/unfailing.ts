import type { Output } from './output.ts';

/** An output on which nothing depends: if it cannot be written, only what it would have shown is lost. */
export function unfailing(output: Output): Output {
  return {
    isTerminal: output.isTerminal,
    closed: output.closed,
    write: async (text) => output.write(text).catch(() => undefined),
  };
}
