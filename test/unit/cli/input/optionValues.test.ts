import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../../../src/cli/cli.ts';
import type { OptionSpecs } from '../../../../src/cli/input/optionValues.ts';
import { usageOfCommand } from '../../../../src/cli/usage.ts';

describe('an option', () => {
  it('that takes a value says in its help what to give, and a flag takes none', () => {
    const specs = {
      output: { type: 'string', value: 'FILE', help: 'where to' },
      json: { type: 'boolean', help: 'as JSON' },
      // @ts-expect-error -- its help would look like that of a flag
      nameless: { type: 'string', help: 'what?' },
      // @ts-expect-error -- it takes none
      flag: { type: 'boolean', value: 'FILE', help: 'what?' },
    } satisfies OptionSpecs;
    expect(Object.keys(specs)).toHaveLength(4);
  });

  it.each(COMMANDS.map((command) => [command.name, command] as const))(
    'of %s stands in its help with its value',
    (_name, command) => {
      const help = usageOfCommand(command);
      for (const [name, { value }] of Object.entries(command.options)) {
        const left = `--${name}${value === undefined ? '' : ` ${value}`}`;
        expect(help).toMatch(new RegExp(`^  (-\\w, )?${left.replace(/[^\w -]/g, String.raw`\$&`)} `, 'm'));
      }
    },
  );
});
