import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../../../src/cli/cli.ts';
import { candidatesFor } from '../../../../src/cli/completion/candidates.ts';

const NOTHING = { words: [] };

const bounded = COMMANDS.filter(({ positionals: [, most] }) => Number.isFinite(most));

describe('behind a command', () => {
  it.each(bounded.map(({ name, positionals: [, most] }) => [name, most] as const))(
    '%s, which takes %d arguments at most, none is offered beyond that',
    async (name, most) => {
      const words = Array.from({ length: most }, () => 'x');
      expect(await candidatesFor([name, ...words, ''], COMMANDS)).toEqual(NOTHING);
      expect(await candidatesFor([name, '--', ...words, ''], COMMANDS)).toEqual(NOTHING);
      const options = await candidatesFor([name, ...words, '--'], COMMANDS);
      expect(options.words).toContain('--help');
    },
  );

  it.each(COMMANDS.filter(({ positionals: [, most] }) => most > 0).map(({ name }) => name))(
    '%s one that it takes is',
    async (name) => {
      expect(await candidatesFor([name, ''], COMMANDS)).not.toEqual(NOTHING);
    },
  );

  it('an option and its value do not count as arguments', async () => {
    const folders = { words: [], files: '/' };
    expect(await candidatesFor(['build', '--keep', '3', ''], COMMANDS)).toEqual(folders);
    expect(await candidatesFor(['build', '--keep', '3', 'inmate', ''], COMMANDS)).toEqual(NOTHING);
    expect(await candidatesFor(['build', 'inmate', '--keep', ''], COMMANDS)).toEqual(NOTHING);
  });
});
