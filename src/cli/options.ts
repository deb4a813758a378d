import { parseArgs, type ParseArgsConfig } from 'node:util';
import { nearestName, UsageError } from '../engine/index.ts';

/** An option of a command, as `parseArgs` of Node takes it, and its help. */
export interface OptionSpec {
  readonly type: 'string' | 'boolean';
  readonly multiple?: boolean;
  /** How the help calls the value. */
  readonly value?: string;
  readonly help: string;
}

export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

/** What was given for the options. */
export class OptionValues<Name extends string> {
  readonly #values: ReadonlyMap<string, readonly (string | boolean)[]>;

  constructor(values: ReadonlyMap<string, readonly (string | boolean)[]>) {
    this.#values = values;
  }

  /** The text given last. */
  text(name: Name): string | undefined {
    return this.texts(name).at(-1);
  }

  /** Every text given. */
  texts(name: Name): readonly string[] {
    return (this.#values.get(name) ?? []).filter((value) => typeof value === 'string');
  }

  flag(name: Name): boolean {
    return this.#values.get(name)?.includes(true) ?? false;
  }

  /** The text given last, read by a function that gets the option's name for its error. */
  read<T>(name: Name, parse: (text: string, name: string) => T): T | undefined {
    const text = this.text(name);
    return text === undefined ? undefined : parse(text, `--${name}`);
  }
}

export interface ParsedArguments<Name extends string> {
  readonly positionals: readonly string[];
  readonly values: OptionValues<Name>;
}

/** Stands in front of an argument that is a number such as `-1` and no option. No argument holds a NUL itself. */
const NUMBER_MARK = '\u0000';
const NEGATIVE_NUMBER = /^-(?:\d|\.\d)/;

/** @throws UsageError for an option that there is not, or that lacks its value */
export function parseArguments<O extends OptionSpecs>(
  argv: readonly string[],
  options: O,
): ParsedArguments<keyof O & string> {
  const args = argv.map((arg) => (NEGATIVE_NUMBER.test(arg) ? NUMBER_MARK + arg : arg));
  try {
    const config: ParseArgsConfig = { args, options: { ...options }, allowPositionals: true, strict: true };
    const { positionals, values } = parseArgs(config);
    const given = new Map<string, readonly (string | boolean)[]>();
    for (const [name, value = []] of Object.entries(values)) {
      given.set(name, Array.isArray(value) ? value.map(unmark) : [unmark(value)]);
    }
    return { positionals: positionals.map((arg) => String(unmark(arg))), values: new OptionValues(given) };
  } catch (error) {
    throw new UsageError(describe(error, Object.keys(options)));
  }
}

function unmark(arg: string | boolean): string | boolean {
  return typeof arg === 'string' && arg.startsWith(NUMBER_MARK) ? arg.slice(NUMBER_MARK.length) : arg;
}

function describe(error: unknown, options: readonly string[]): string {
  const message = error instanceof Error ? error.message : String(error);
  const [, unknown] = /^Unknown option '([^']*)'/.exec(message) ?? [];
  if (unknown === undefined) return message;
  const near = nearestName(unknown.replace(/^--?/, ''), options);
  const meant = near === undefined ? 'see --help' : `is --${near} meant?`;
  return `there is no option ${unknown} here (${meant}); an argument that begins with "-" goes behind "--"`;
}
