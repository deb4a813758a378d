import { UsageError } from '../engine/index.ts';
import type { Input } from './input/readBytes.ts';
import { parseArguments, type OptionSpecs, type OptionValues } from './input/optionValues.ts';
import type { Output } from './output/output.ts';
import { placeError } from './input/checkSettings.ts';
import { readFallbacks, withoutRivals } from './input/settings.ts';

/** What a command works with beside its arguments. */
export interface CommandContext {
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface Command {
  readonly name: string;
  /** The ways to call it, without the `hoosegow` in front. */
  readonly usage: readonly string[];
  readonly summary: string;
  /** What the help says after the options. */
  readonly notes: string;
  readonly options: OptionSpecs;
  /** How many positional arguments it takes. */
  readonly positionals: readonly [min: number, max: number];
  /**
   * @param argv arguments after the command's name
   * @returns the exit status
   * @throws UsageError for arguments that cannot be right
   */
  execute(argv: readonly string[], context: CommandContext): Promise<number>;
}

interface CommandDefinition<O extends OptionSpecs> {
  readonly name: string;
  readonly usage: readonly string[];
  readonly summary: string;
  readonly notes?: string;
  readonly options: O;
  /** How many positional arguments it takes. */
  readonly positionals: readonly [min: number, max: number];
  run(positionals: readonly string[], values: OptionValues<keyof O & string>, context: CommandContext): Promise<number>;
}

export function defineCommand<const O extends OptionSpecs>(definition: CommandDefinition<O>): Command {
  const { name, usage, summary, notes = '', options, positionals: bounds } = definition;
  return {
    name,
    usage,
    summary,
    notes,
    options,
    positionals: bounds,
    async execute(argv, context) {
      const { positionals, values } = parseArguments(argv, options);
      const [min, max] = bounds;
      if (positionals.length < min) throw new UsageError(`an argument is missing: ${callsOf(usage)}`);
      if (positionals.length > max) {
        const [extra = ''] = positionals.slice(max);
        throw new UsageError(`there are too many arguments, from "${extra}" on: ${callsOf(usage)}`);
      }
      // A shell variable that is not set: the current folder was not meant.
      if (positionals[0] === '') throw new UsageError(`the first argument is empty: ${callsOf(usage)}`);
      const fallbacks = await readFallbacks(context.env, Object.keys(options));
      const settings = withoutRivals(fallbacks, values);
      try {
        return await definition.run(positionals, values.over(settings), context);
      } catch (error) {
        const used = new Map([...settings].filter(([setting]) => !values.isGiven(setting)));
        throw await placeError(error, used, context.env);
      }
    },
  };
}

function callsOf(usage: readonly string[]): string {
  return usage.map((line) => `hoosegow ${line}`).join(', or ');
}
