import type { MethodLines } from './methodLines.ts';

/** What stands over a function and belongs to it. */
const COMMENT = /^\s*(?:\/\/|\/\*|\*)/;

/**
 * The method that a place in a file belongs to: the one whose comment it is in, else the nearest above.
 *
 * @param at line, from 1
 * @param textOf the text of a line, from 1
 */
export function methodAtLine(
  methods: MethodLines,
  at: number,
  textOf: (line: number) => string | undefined,
): string | undefined {
  let line = at;
  while (COMMENT.test(textOf(line) ?? '')) line++;
  let found: { readonly name: string; readonly line: number } | undefined;
  for (const [name, start] of methods) {
    if (start <= line && (!found || start > found.line)) found = { name, line: start };
  }
  return found?.name;
}
