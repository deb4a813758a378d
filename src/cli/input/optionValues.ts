import { parseArgs, type ParseArgsConfig } from 'node:util';
import { messageOf } from '../../wire/thrown.ts';
import { nearestName, UsageError } from '../../engine/index.ts';

/** An option of a command, as `parseArgs` of Node takes it, and its help. */
export type OptionSpec = TextOption | FlagOption;

interface TextOption extends Described {
  readonly type: 'string';
  /** How the help calls the value. */
  readonly value: string;
  readonly multiple?: boolean;
}

interface FlagOption extends Described {
  readonly type: 'boolean';
  readonly value?: never;
}

interface Described {
  /** One letter that stands for it behind a single `-`. */
  readonly short?: string;
  readonly help: string;
}

export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

/** The value of an option that is not given: from a variable, or from the user's configuration. */
export interface Fallback {
  readonly text: string;
  /** Where it is set, for messages: `HOOSEGOW_MEMORY`, or the file. */
  readonly source: string;
}

export type Fallbacks = ReadonlyMap<string, Fallback>;

/** What was given for the options. */
export class OptionValues<Name extends string> {
  readonly #values: ReadonlyMap<string, readonly (string | boolean)[]>;
  readonly #fallbacks: Fallbacks;

  constructor(values: ReadonlyMap<string, readonly (string | boolean)[]>, fallbacks: Fallbacks = new Map()) {
    this.#values = values;
    this.#fallbacks = fallbacks;
  }

  /** The same, with fallbacks for options that are not given. */
  over(fallbacks: Fallbacks): OptionValues<Name> {
    return new OptionValues(this.#values, fallbacks);
  }

  /** Whether it stands on the command line itself. */
  isGiven(name: Name): boolean {
    return this.#values.has(name);
  }

  /** The text given, else its fallback. */
  text(name: Name): string | undefined {
    return this.texts(name).at(-1) ?? this.#fallbacks.get(name)?.text;
  }

  /** Where the text of `text` comes from, as messages name it. */
  nameOf(name: Name): string {
    const fallback = this.isGiven(name) ? undefined : this.#fallbacks.get(name);
    return fallback === undefined ? `--${name}` : `${name} (of ${fallback.source})`;
  }

  /** Every text given. */
  texts(name: Name): readonly string[] {
    return (this.#values.get(name) ?? []).filter((value) => typeof value === 'string');
  }

  flag(name: Name): boolean {
    return this.#values.get(name)?.includes(true) ?? false;
  }

  /** The same text, read by a function that gets the option's name for its error. */
  read<T>(name: Name, parse: (text: string, name: string) => T): T | undefined {
    const text = this.text(name);
    return text === undefined ? undefined : parse(text, this.nameOf(name));
  }
}

export interface ParsedArguments<Name extends string> {
  readonly positionals: readonly string[];
  readonly values: OptionValues<Name>;
}

/** Stands in front of an argument that is a number such as `-1`, not an option. No argument holds a NUL itself. */
const NUMBER_MARK = '\u0000';
const NEGATIVE_NUMBER = /^-(?:\d|\.\d)/;

/** @throws UsageError for an unknown option, for one that lacks its value, or has two where it takes one */
export function parseArguments<O extends OptionSpecs>(
  argv: readonly string[],
  options: O,
): ParsedArguments<keyof O & string> {
  const args = argv.map((arg) => (NEGATIVE_NUMBER.test(arg) ? NUMBER_MARK + arg : arg));
  const { positionals, values } = parseStrictly(args, options);
  const given = new Map<string, readonly (string | boolean)[]>();
  for (const [name, value = []] of Object.entries(values)) {
    const list = Array.isArray(value) ? value.map(unmark) : [unmark(value)];
    const spec = options[name];
    // Which of them was meant cannot be known.
    if (spec?.type === 'string' && spec.multiple !== true && list.length > 1)
      throw new UsageError(`--${name} is given twice: give it once`);
    given.set(name, list);
  }
  return { positionals: positionals.map((arg) => String(unmark(arg))), values: new OptionValues(given) };
}

function parseStrictly(args: string[], options: OptionSpecs): ReturnType<typeof parseArgs> {
  // As lists, so that no value is dropped silently.
  const all = Object.entries(options).map(([name, { type, short }]) => {
    return [name, { type, multiple: true, ...(short === undefined ? {} : { short }) }] as const;
  });
  const config: ParseArgsConfig = { args, options: Object.fromEntries(all), allowPositionals: true, strict: true };
  try {
    return parseArgs(config);
  } catch (error) {
    throw new UsageError(describe(error, args, Object.keys(options)));
  }
}

function unmark(arg: string | boolean): string | boolean {
  return typeof arg === 'string' && arg.startsWith(NUMBER_MARK) ? arg.slice(NUMBER_MARK.length) : arg;
}

function describe(error: unknown, args: readonly string[], options: readonly string[]): string {
  const message = messageOf(error);
  const [, unknown] = /^Unknown option '([^']*)'/.exec(message) ?? [];
  if (unknown === undefined) return message;
  // `-json` is parsed as five letters; the user meant one word.
  const letters = /^-[^-]$/.test(unknown) ? args.find((arg) => arg.startsWith(unknown) && arg.length > 2) : undefined;
  const given = letters ?? unknown;
  const near = nearestName(given.replace(/^--?/, '').replace(/=[^]*$/, ''), options);
  const meant = near === undefined ? 'see --help' : `is --${near} meant?`;
  return `there is no option ${given} here (${meant}); an argument that begins with "-" goes behind "--"`;
}
