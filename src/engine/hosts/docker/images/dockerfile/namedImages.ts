import type { Dockerfile, Instruction } from './parseDockerfile.ts';

/** Maximum characters of a name, or of a list of arguments; real ones are shorter. */
const MAX_LENGTH = 2000;
const VARIABLE = /\$(?:\{(\w+)(?::?([-+])([^}]*))?\}|(\w+))/g;

/**
 * The images that a build may have to pull: those of `FROM`, of `COPY --from` and `RUN --mount=from`, and of the
 * `# syntax=` line.
 *
 * @param buildArgs override the defaults of `ARG`
 * @returns their names as written; `undefined` in place of one that is known only during the build
 */
export function namedImages(
  { syntax, instructions }: Dockerfile,
  buildArgs: Readonly<Record<string, string>>,
): readonly (string | undefined)[] {
  const found = new Set<string | undefined>(syntax === undefined ? [] : [syntax]);
  const values = new Map<string, string>();
  const stages = new Set<string>(['scratch']);
  const take = (name: string | undefined) => {
    // A number refers to a stage.
    if (name === undefined || !(stages.has(name.toLowerCase()) || /^\d+$/.test(name))) found.add(name);
  };
  let inStage = false;
  for (const instruction of instructions) {
    const { keyword, rest } = instruction;
    if (keyword === 'FROM') {
      inStage = true;
      const [image = '', as, stage] = rest.split(/\s+/);
      take(replaceVariables(image, values));
      if (as?.toLowerCase() === 'as' && stage !== undefined) stages.add(stage.toLowerCase());
    } else if (keyword === 'ARG' && !inStage) {
      takeArguments(rest, buildArgs, values);
    } else {
      for (const source of sourcesOf(instruction)) take(source.includes('$') ? undefined : source);
    }
  }
  return [...found];
}

/** A text of a `FROM` with the variables from before the first one replaced; `undefined` where one has no value. */
export function replaceArguments(
  { instructions }: Dockerfile,
  buildArgs: Readonly<Record<string, string>>,
  text: string,
): string | undefined {
  const values = new Map<string, string>();
  for (const { keyword, rest } of instructions) {
    if (keyword === 'FROM') break;
    if (keyword === 'ARG') takeArguments(rest, buildArgs, values);
  }
  return replaceVariables(text, values);
}

function takeArguments(rest: string, buildArgs: Readonly<Record<string, string>>, values: Map<string, string>): void {
  for (const [name, value] of readArgs(rest)) {
    const given = buildArgs[name] ?? (value === undefined ? undefined : replaceVariables(value, values));
    if (given !== undefined) values.set(name, given);
  }
}

function sourcesOf({ keyword, flags }: Instruction): readonly string[] {
  if (keyword === 'COPY') return flags.filter(({ name }) => name === 'from').map(({ value }) => value);
  if (keyword !== 'RUN') return [];
  const mounts = flags.filter(({ name }) => name === 'mount').flatMap(({ value }) => value.split(','));
  return mounts.filter((part) => part.startsWith('from=')).map((part) => part.slice('from='.length));
}

function readArgs(rest: string): readonly (readonly [name: string, value: string | undefined])[] {
  if (rest.length > MAX_LENGTH) return [];
  const words = rest.match(/(?:"[^"]*"|'[^']*'|\S)+/g) ?? [];
  return words.map((word) => {
    const equals = word.indexOf('=');
    if (equals < 0) return [word, undefined];
    return [word.slice(0, equals), word.slice(equals + 1).replaceAll(/["']/g, '')];
  });
}

/** @returns `undefined` where a variable has no value yet */
function replaceVariables(text: string, values: ReadonlyMap<string, string>): string | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  let isKnown = true;
  const replaced = text.replaceAll(VARIABLE, (_all, braced?: string, kind?: string, other?: string, bare?: string) => {
    const value = values.get(braced ?? bare ?? '');
    if (kind === '+') return value === undefined ? '' : (other ?? '');
    if (value !== undefined && value !== '') return value;
    if (kind === '-') return other ?? '';
    isKnown = false;
    return '';
  });
  return isKnown && replaced !== '' && replaced.length <= MAX_LENGTH ? replaced.replaceAll(/["']/g, '') : undefined;
}
