import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, expect } from 'vitest';

/** What Node had to warn of in this process: a leak of listeners, something deprecated, a broken promise. */
const warnings: Error[] = [];
const keep = (warning: Error): number => warnings.push(warning);
process.on('warning', keep);

afterAll(async () => {
  // A warning comes a turn after what it is about.
  await turn();
  // Another file may come in the same process.
  process.off('warning', keep);
  expect(warnings.splice(0).map(({ stack, message }) => stack ?? message)).toEqual([]);
});
