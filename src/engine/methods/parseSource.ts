import { parse, type ParserOptions } from '@babel/parser';
import type { Statement } from '@babel/types';
import { functionOf } from './describeFunction.ts';
import type { SourceProblem } from './inmateMethods.ts';
import type { SourceText } from './sourceText.ts';
import { splitStatements, type SourceChunk } from './splitStatements.ts';

export interface ParsedSource {
  readonly statements: readonly Statement[];
  readonly problems: readonly SourceProblem[];
  /** Whether the whole text was understood. */
  readonly complete: boolean;
}

/** Problems told of one file: the first ones say it all. */
const MAX_PROBLEMS = 10;

/** Where the body of a broken function may begin: so many braces are tried, and no further than this many characters. */
const MAX_BRACES = 32;
const MAX_SIGNATURE = 10_000;

/**
 * Parses a module without ever running it. Where the text does not parse as a whole, for example while it is being
 * typed, its top-level statements are parsed one by one; of a function whose body is broken the signature is kept.
 */
export function parseSource(source: SourceText, typescript: boolean): ParsedSource {
  try {
    const { program, errors } = parse(source.text, optionsFor(typescript));
    const problems = (errors ?? []).slice(0, MAX_PROBLEMS).map((error) => problemOf(error, source));
    return { statements: program.body, problems, complete: true };
  } catch (error) {
    const statements = splitStatements(source.text).flatMap((chunk) => parseChunk(chunk, typescript));
    return { statements, problems: [problemOf(error, source)], complete: false };
  }
}

function optionsFor(typescript: boolean, chunk?: SourceChunk): ParserOptions {
  return {
    sourceType: 'module',
    errorRecovery: true,
    plugins: typescript ? ['typescript', 'explicitResourceManagement'] : ['explicitResourceManagement'],
    ...(chunk ? { startIndex: chunk.index, startLine: 1, startColumn: 0 } : {}),
  };
}

function parseChunk(chunk: SourceChunk, typescript: boolean): readonly Statement[] {
  const options = optionsFor(typescript, chunk);
  return tryParse(chunk.text, options) ?? parseSignature(chunk.text, options) ?? [];
}

/** Cuts a broken function after its signature, which ends at one of its opening braces or at the end of the text. */
function parseSignature(text: string, options: ParserOptions): readonly Statement[] | undefined {
  let brace = text.indexOf('{');
  for (let i = 0; brace >= 0 && brace < MAX_SIGNATURE && i < MAX_BRACES; i++) {
    const statements = tryParse(`${text.slice(0, brace)}{}`, options);
    if (statements?.some(isFunction)) return statements;
    brace = text.indexOf('{', brace + 1);
  }
  if (text.length > MAX_SIGNATURE) return undefined;
  for (const ending of ['{}', ') {}']) {
    const statements = tryParse(`${text.trimEnd()}${ending}`, options);
    if (statements?.some(isFunction)) return statements;
  }
  return undefined;
}

function tryParse(text: string, options: ParserOptions): readonly Statement[] | undefined {
  try {
    return parse(text, options).program.body;
  } catch {
    return undefined;
  }
}

function isFunction(statement: Statement): boolean {
  const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
  if (declaration?.type === 'VariableDeclaration') return declaration.declarations.some(({ init }) => functionOf(init));
  return functionOf(declaration) !== undefined;
}

function problemOf(error: unknown, source: SourceText): SourceProblem {
  if (!(error instanceof Error)) return { message: String(error), line: 1, column: 1 };
  // Babel ends its messages with the position, as in "Unexpected token (3:8)".
  const message = error.message.replace(/ \(\d+:\d+\)$/, '');
  const position = 'loc' in error ? error.loc : undefined;
  if (!isPosition(position)) return { message: `cannot be parsed: ${message}`, line: 1, column: 1 };
  return { message, ...source.positionOf(position.index) };
}

function isPosition(value: unknown): value is { readonly index: number } {
  return typeof value === 'object' && value !== null && 'index' in value && typeof value.index === 'number';
}
