import type { Dialect } from './source/dialect.ts';
import { MAX_TOLD_NAMES } from './source/methodsIn.ts';
import { readModule } from './modules/readModule.ts';
import { isCallableName } from '../../wire/uncallable.ts';

/** Where a method, or what may be one, stands in a source text. */
export interface MethodPlace {
  readonly name: string;
  /** Counts from 1. */
  readonly line: number;
}

/** The methods that a text itself contains, even half-typed; what it re-exports stands elsewhere. */
export function methodPlaces(text: string, { typescript, format }: Dialect): readonly MethodPlace[] {
  const { names, places } = readModule(text, typescript, format);
  const found = [...names].flatMap(([name, binding]): MethodPlace[] => {
    if (!isCallableName(name) || (binding.kind !== 'function' && binding.kind !== 'unknown')) return [];
    const line = binding.kind === 'function' ? binding.function.line : places.get(name)?.line;
    return line === undefined ? [] : [{ name, line }];
  });
  return found.slice(0, MAX_TOLD_NAMES);
}
