import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, expect } from 'vitest';

/** What Node had to warn of in this process: a leak of listeners, something deprecated, a broken promise. */
const warnings: Error[] = [];
process.on('warning', (warning) => warnings.push(warning));

afterAll(async () => {
  // A warning comes a turn after what it is about.
  await turn();
  expect(warnings.splice(0).map(({ stack, message }) => stack ?? message)).toEqual([]);
});
