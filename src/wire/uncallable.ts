/** Exports that are never called, each with the reason. */
const REASONS: ReadonlyMap<string, string> = new Map([
  ['default', 'a default export has no name to call it by'],
  ['then', 'a module with an export of that name is taken for a promise'],
  ['__proto__', 'the name stands for what an object inherits from'],
  ['__esModule', 'the name is a mark that compilers put on a module'],
  ['module.exports', 'the name stands for all that a CommonJS module exports'],
]);

/** @returns why a function that is exported under this name cannot be called; `undefined` if it can */
export function whyUncallable(name: string): string | undefined {
  return REASONS.get(name);
}

/** Whether a function that is exported under this name can be called. */
export function isCallableName(name: string): boolean {
  return !REASONS.has(name);
}
