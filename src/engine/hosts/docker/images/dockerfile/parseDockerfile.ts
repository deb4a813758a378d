/** One instruction of a Dockerfile. */
export interface Instruction {
  /** In capitals: `FROM`, `RUN` … */
  readonly keyword: string;
  /** `--name=value` in front of the rest; a flag without a value has an empty one. */
  readonly flags: readonly { readonly name: string; readonly value: string }[];
  /** What follows the flags, continued lines joined. */
  readonly rest: string;
  /** Whether lines of a here-document follow it, which only BuildKit takes as such. */
  readonly heredoc: boolean;
  /** Of its first line, from 1. */
  readonly line: number;
}

export interface Dockerfile {
  /** Image of the frontend that a `# syntax=` line names; only BuildKit heeds it. */
  readonly syntax: string | undefined;
  readonly instructions: readonly Instruction[];
}

const DIRECTIVE = /^\s*#\s*([a-z]+)\s*=\s*(\S.*)$/i;
const COMMENT = /^\s*#/;

/**
 * Parses a Dockerfile as far as needed here: its instructions and their flags. It never fails: nonsense becomes an
 * unknown instruction, which the builder reports.
 */
export function parseDockerfile(text: string): Dockerfile {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const ends = new HeredocEnds(lines);
  const directives = readDirectives(lines);
  const escape = directives.get('escape') === '`' ? '`' : '\\';
  const instructions: Instruction[] = [];
  for (let i = 0; i < lines.length; i++) {
    if (isBlank(lines[i])) continue;
    const first = i;
    let joined = '';
    // Comments and blank lines between continued ones do not end them.
    for (; i < lines.length; i++) {
      const line = lines[i] ?? '';
      if (joined !== '' && isBlank(line)) continue;
      const continued = continuedPart(line, escape);
      joined += continued ?? line;
      if (continued === undefined) break;
    }
    const end = endOfHeredocs(ends, i + 1, joined);
    instructions.push(readInstruction(joined, end !== undefined, first + 1));
    if (end !== undefined) i = end;
  }
  return { syntax: directives.get('syntax'), instructions };
}

/** Directives are comments of a certain form at the very top. */
function readDirectives(lines: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const line of lines) {
    const [, name, value] = DIRECTIVE.exec(line) ?? [];
    if (name === undefined || value === undefined) break;
    found.set(name.toLowerCase(), value.trimEnd());
  }
  return found;
}

function isBlank(line: string | undefined): boolean {
  return line === undefined || line.trim() === '' || COMMENT.test(line);
}

/** @returns the line without the mark at its end that continues it; `undefined` where there is none */
function continuedPart(line: string, escape: string): string | undefined {
  const trimmed = line.trimEnd();
  return trimmed.endsWith(escape) ? trimmed.slice(0, -1) : undefined;
}

/** @param isLater whether it follows an `ONBUILD` */
function readInstruction(joined: string, heredoc: boolean, line: number, isLater = false): Instruction {
  const [, keyword = '', behind = ''] = /^\s*(\S+)\s*([^]*)$/.exec(joined) ?? [];
  const flags: { name: string; value: string }[] = [];
  let rest = behind;
  for (;;) {
    const [all, name, value = ''] = /^--([a-z][a-z-]*)(?:=(\S*))?(?:\s+|$)/.exec(rest) ?? [];
    if (all === undefined || name === undefined) break;
    flags.push({ name, value });
    rest = rest.slice(all.length);
  }
  const word = keyword.toUpperCase();
  // An `ONBUILD` cannot contain another one.
  if (word !== 'ONBUILD' || isLater) return { keyword: word, flags, rest: rest.trim(), heredoc, line };
  return readInstruction(rest, heredoc, line, true);
}

/**
 * @param from number of the line below the instruction
 * @returns number of the line that ends its last here-document; `undefined` where it has none
 */
function endOfHeredocs(ends: HeredocEnds, from: number, instruction: string): number | undefined {
  if (!/^\s*(?:ONBUILD\s+)?(?:RUN|COPY|ADD)\s/i.test(instruction)) return undefined;
  let next = from;
  for (const heredoc of heredocsOf(instruction)) {
    const end = ends.find(next, heredoc);
    if (end === undefined) return undefined;
    next = end + 1;
  }
  return next > from ? next - 1 : undefined;
}

interface Heredoc {
  /** Whether leading tabs of its lines are ignored. */
  readonly indented: boolean;
  /** The line that ends it. */
  readonly word: string;
}

const OPERATOR = /<<(-?)(["']?)([A-Za-z_]\w*)\2/y;

/** Quoted text is not an operator of the shell, but the word of a here-document may itself be quoted. */
function heredocsOf(instruction: string): readonly Heredoc[] {
  const found: Heredoc[] = [];
  for (let i = 0; i < instruction.length; i++) {
    const char = instruction[i];
    if (char === '\\') {
      i++;
    } else if (char === '"' || char === "'") {
      i = closingQuote(instruction, i, char);
    } else if (char === '<' && /[\s\d]/.test(instruction[i - 1] ?? '')) {
      OPERATOR.lastIndex = i;
      const [all, dash, , word] = OPERATOR.exec(instruction) ?? [];
      if (all === undefined || word === undefined) continue;
      found.push({ indented: dash === '-', word });
      i += all.length - 1;
    }
  }
  return found;
}

/** @returns where the quoted text ends; the end of the instruction where the quote is not closed */
function closingQuote(text: string, opening: number, quote: string): number {
  for (let i = opening + 1; i < text.length; i++) {
    if (text[i] === '\\' && quote === '"') i++;
    else if (text[i] === quote) return i;
  }
  return text.length;
}

/** Finds the lines that end here-documents, fast even if there are many of both. */
class HeredocEnds {
  readonly #lines: readonly string[];
  #plain: ReadonlyMap<string, readonly number[]> | undefined;
  #indented: ReadonlyMap<string, readonly number[]> | undefined;

  constructor(lines: readonly string[]) {
    this.#lines = lines;
  }

  /** @returns number of the first line, at `from` or after it, that ends it */
  find(from: number, { indented, word }: Heredoc): number | undefined {
    const places = indented
      ? (this.#indented ??= placesOf(this.#lines.map((line) => line.replace(/^\t+/, ''))))
      : (this.#plain ??= placesOf(this.#lines));
    const numbers = places.get(word) ?? [];
    let [low, high] = [0, numbers.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((numbers[middle] ?? 0) < from) low = middle + 1;
      else high = middle;
    }
    return numbers[low];
  }
}

function placesOf(lines: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  for (const [number, line] of lines.entries()) {
    const known = places.get(line);
    if (known) known.push(number);
    else places.set(line, [number]);
  }
  return places;
}
