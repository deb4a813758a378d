import { describe, expect, it } from 'vitest';
import { runSuite } from './runSuite.ts';

/** The suite runs once a mode, in the extension host; here each of its tests is reported. */
const modes = [
  { mode: 'trusted', results: await runSuite('trusted') },
  { mode: 'restricted', results: await runSuite('restricted') },
] as const;

describe.each(modes)('in a real VS Code, $mode', ({ results }) => {
  it('has tests', () => {
    expect(results.length).toBeGreaterThan(0);
  });

  it.each(results.map(({ title, error }) => [title, error]))('%s', (_, error) => {
    expect(error).toBeNull();
  });
});
