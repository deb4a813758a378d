import { UsageError } from '../errors/errors.ts';
import { whyUncallable } from '../../wire/uncallable.ts';

const IDENTIFIER = /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u;
const RESERVED = new Set(
  (
    'arguments await break case catch class const continue debugger default delete do else enum eval export extends ' +
    'false finally for function if implements import in instanceof interface let new null package private protected ' +
    'public return static super switch this throw true try typeof var void while with yield'
  ).split(' '),
);
/** TypeScript lets no module declare them. */
const BUILT_IN = new Set(['globalThis', 'undefined']);
const MAX_LENGTH = 100;
/** Where nothing is left of a name. */
const USUAL = 'greet';

/** Whether a function can be exported under that name, and called by it. */
export function isMethodName(name: string): boolean {
  return whyNot(name) === undefined;
}

/** @throws UsageError that says why no method can have the name, and which one it could have */
export function checkMethodName(name: string): void {
  const why = whyNot(name);
  if (why === undefined) return;
  throw new UsageError(
    `${JSON.stringify(name)} is not a name for a method: ${why}; "${suggestedMethodName(name)}" would do`,
  );
}

/** A valid name that is similar to an invalid one. */
export function suggestedMethodName(name: string): string {
  const words = name.normalize('NFC').match(/[\p{ID_Continue}$]+/gu) ?? [];
  const joined = words
    .map((word, i) => (i === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join('')
    .slice(0, MAX_LENGTH - 'do'.length);
  const capital = joined.charAt(0).toUpperCase() + joined.slice(1);
  const candidates = [joined, `_${joined}`, `do${capital}`].filter(() => joined !== '');
  return candidates.find((candidate) => isMethodName(candidate) && candidate !== '_') ?? USUAL;
}

function whyNot(name: string): string | undefined {
  if (name === '') return 'it is empty';
  if (name.length > MAX_LENGTH) return `it is longer than ${MAX_LENGTH} characters`;
  if (RESERVED.has(name)) return 'the word means something else in the language';
  if (BUILT_IN.has(name)) return 'the name belongs to the language';
  const uncallable = whyUncallable(name);
  if (uncallable !== undefined) return uncallable;
  // They are letters to the language, and nothing to the eye.
  if (/[\u200c\u200d]/u.test(name)) return 'it has a character that is not seen';
  if (/^\p{Nd}/u.test(name)) return 'it begins with a digit';
  if (!IDENTIFIER.test(name)) return 'only letters, digits, "_" and "$" make one';
  return name === name.normalize('NFC') ? undefined : 'it has letters that are made of several characters';
}
