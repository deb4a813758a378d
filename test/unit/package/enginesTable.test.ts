import { describe, expect, it } from 'vitest';
import { ENGINES } from '../../support/rig/engines/engines.ts';
import { NOTES, rowOf, tableInReadme } from '../../support/rig/engines/readmeTable.ts';

describe('the table of engines in the README', () => {
  it('has a row for each engine that the tests start, and the reason for all that does not hold', async () => {
    const { rows, notes } = await tableInReadme();
    expect([...rows.keys()]).toEqual(ENGINES.map(({ id }) => id));
    expect(notes).toEqual(NOTES);
  });

  it.each(ENGINES)('tells of $id how it runs and what does not hold there, as the tests have it', async (engine) => {
    const [, version = '', api = '', ...rest] = (await tableInReadme()).rows.get(engine.id) ?? [];
    expect(version).toMatch(/^\d+\.\d+/);
    expect(api).toMatch(/^1\.\d+$/);
    expect([version, api, ...rest]).toEqual(rowOf(engine, version, api).slice(1));
  });
});
