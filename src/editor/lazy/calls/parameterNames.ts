import type { MethodParameter } from '../../../engine/index.ts';

/** The names by which a document has the arguments: those of the parameters, and of a pattern its place. */
export function argumentNames(parameters: readonly MethodParameter[]): readonly string[] {
  const names: string[] = [];
  for (const [i, { name }] of parameters.entries()) {
    const isName = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) && !names.includes(name);
    names.push(isName ? name : `arg${i + 1}`);
  }
  return names;
}
