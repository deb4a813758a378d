import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../../../src/cli/cli.ts';
import { candidatesFor } from '../../../../src/cli/completion/candidates.ts';

const NOTHING = { words: [] };

describe('behind a command', () => {
  it.each(COMMANDS.map(({ name, positionals: [, most] }) => [name, most] as const))(
    '%s, which takes up to %d arguments, none is offered beyond that',
    async (name, most) => {
      const bounded = Number.isFinite(most) ? most : 0;
      const words = Array.from({ length: bounded }, () => 'x');
      if (Number.isFinite(most)) {
        expect(await candidatesFor([name, ...words, ''], COMMANDS)).toEqual(NOTHING);
        expect(await candidatesFor([name, '--', ...words, ''], COMMANDS)).toEqual(NOTHING);
        const [option] = await candidatesFor([name, ...words, '--'], COMMANDS).then((found) => found.words);
        expect(option).toMatch(/^--/);
      }
      if (most > 0) expect(await candidatesFor([name, ''], COMMANDS)).not.toEqual(NOTHING);
    },
  );

  it('an option and its value do not count as arguments', async () => {
    const folders = { words: [], files: '/' };
    expect(await candidatesFor(['build', '--keep', '3', ''], COMMANDS)).toEqual(folders);
    expect(await candidatesFor(['build', '--keep', '3', 'inmate', ''], COMMANDS)).toEqual(NOTHING);
    expect(await candidatesFor(['build', 'inmate', '--keep', ''], COMMANDS)).toEqual(NOTHING);
  });
});
