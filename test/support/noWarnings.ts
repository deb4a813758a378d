import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, expect } from 'vitest';

/** Node's warnings in this process: a leak of listeners, something deprecated, an unhandled promise. */
const warnings: Error[] = [];
const keep = (warning: Error): number => warnings.push(warning);
process.on('warning', keep);

afterAll(async () => {
  // A warning comes a turn after its cause.
  await turn();
  // Another test file may run in the same process.
  process.off('warning', keep);
  expect(warnings.splice(0).map(({ stack, message }) => stack ?? message)).toEqual([]);
});
