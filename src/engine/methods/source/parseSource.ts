import { parse, parseExpression, type ParseResult, type ParserOptions } from '@babel/parser';
import type { Node, Statement } from '@babel/types';
import { functionOf } from './describeFunction.ts';
import type { Dialect } from './dialect.ts';
import type { SourceProblem } from '../inmateMethods.ts';
import type { SourceText } from './sourceText.ts';
import { splitStatements, type SourceChunk } from './splitStatements.ts';

export interface ParsedSource {
  readonly statements: readonly Statement[];
  readonly problems: readonly SourceProblem[];
  /** Whether the whole text was understood. */
  readonly complete: boolean;
  readonly format: 'module' | 'commonjs';
}

/** Problems reported of one file: the first ones say it all. */
const MAX_PROBLEMS = 10;

/** Where the body of a broken function may begin: how many braces are tried, and within how many characters. */
const MAX_BRACES = 32;
const MAX_SIGNATURE = 10_000;

const TOO_DEEP = 'what it nests is too deep to parse: an export that stands in it is not listed';

/** Errors, by `reasonCode`, that Babel tolerates and no JavaScript engine does. Node may tolerate the others. */
const FATAL: ReadonlySet<string> = new Set([
  'AwaitNotInAsyncContext',
  'DuplicateDefaultExport',
  'DuplicateExport',
  'IllegalBreakContinue',
  'IllegalReturn',
  'ModuleExportUndefined',
  'OverrideNotInSubClass',
  'StrictOctalLiteral',
  'StrictWith',
  'VarRedeclaration',
]);

/** What Babel reports as an error, and Node runs. */
const HARMLESS: ReadonlySet<string> = new Set(['ImportAliasHasImportType', 'ImportOutsideModule']);

/** Errors which show that a text is an ES module, where nothing else does. */
const MODULE_SYNTAX: ReadonlySet<string> = new Set([
  'ImportOutsideModule',
  'ImportMetaOutsideModule',
  // Outside of any function: in one that is not async it is an error in a module too.
  'AwaitNotInAsyncContext',
]);
const MODULE_STATEMENTS: ReadonlySet<string> = new Set([
  'ImportDeclaration',
  'ExportNamedDeclaration',
  'ExportDefaultDeclaration',
  'ExportAllDeclaration',
]);

/**
 * Parses a module without ever running it; nothing else calls the parser. Where the text does not parse as a whole, for
 * example while it is being typed, its top-level statements are parsed one by one; a function whose body is broken
 * keeps its signature.
 */
export function parseSource(source: SourceText, dialect: Dialect): ParsedSource {
  const { format } = dialect;
  if (format !== 'detect') return parseAs(source, dialect, format);
  // As Node does: a text with the syntax of an ES module is one, and any other is CommonJS.
  const module = parseAs(source, dialect, 'module');
  if (module.statements.some(({ type }) => MODULE_STATEMENTS.has(type))) return module;
  const commonjs = tryFile(source.text, optionsFor(dialect, 'commonjs'));
  if (!commonjs) return module;
  const isModule = commonjs.errors?.some((error) => MODULE_SYNTAX.has(reasonOf(error)));
  return isModule === true ? module : parsedOf(commonjs, source, 'commonjs');
}

function parseAs(source: SourceText, dialect: Dialect, format: ParsedSource['format']): ParsedSource {
  try {
    return parsedOf(parse(source.text, optionsFor(dialect, format)), source, format);
  } catch (error) {
    const statements = splitStatements(source.text).flatMap((chunk) => parseChunk(chunk, dialect, format));
    // Code that is nested too deeply for the parser may still run.
    const problem = problemOf(error, source, error instanceof SyntaxError ? 'error' : 'warning');
    const message = isJsx(source.text, dialect, format)
      ? `JSX does not run in Node: compile it before`
      : problem.message;
    return { statements, problems: [{ ...problem, message }], complete: false, format };
  }
}

function parsedOf({ program, errors }: ParsedFile, source: SourceText, format: ParsedSource['format']): ParsedSource {
  const told = (errors ?? []).filter((error) => !HARMLESS.has(reasonOf(error)));
  const problems = told.slice(0, MAX_PROBLEMS).map((error) => {
    return problemOf(error, source, FATAL.has(reasonOf(error)) ? 'error' : 'warning');
  });
  return { statements: program.body, problems, complete: true, format };
}

type ParsedFile = ParseResult;

function optionsFor({ typescript }: Dialect, format: ParsedSource['format'], chunk?: SourceChunk): ParserOptions {
  return {
    sourceType: format,
    errorRecovery: true,
    plugins: [
      ...(typescript ? (['typescript'] as const) : []),
      'explicitResourceManagement',
      'deferredImportEvaluation',
      'sourcePhaseImports',
      // Node runs none of these: they are parsed so that they can be reported.
      'decorators-legacy',
      'decoratorAutoAccessors',
      'deprecatedImportAssert',
    ],
    ...(chunk ? { startIndex: chunk.index, startLine: 1, startColumn: 0 } : {}),
  };
}

function isJsx(text: string, dialect: Dialect, format: ParsedSource['format']): boolean {
  if (!/<\/|\/>/.test(text)) return false;
  const options = optionsFor(dialect, format);
  return tryFile(text, { ...options, plugins: [...(options.plugins ?? []), 'jsx'] }) !== undefined;
}

function parseChunk(chunk: SourceChunk, dialect: Dialect, format: ParsedSource['format']): readonly Statement[] {
  const options = optionsFor(dialect, format, chunk);
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
  return tryFile(text, options)?.program.body;
}

function tryFile(text: string, options: ParserOptions): ParsedFile | undefined {
  try {
    return parse(text, options);
  } catch {
    return undefined;
  }
}

function isFunction(statement: Statement): boolean {
  const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
  if (declaration?.type === 'VariableDeclaration') return declaration.declarations.some(({ init }) => functionOf(init));
  return functionOf(declaration) !== undefined;
}

function reasonOf(error: unknown): string {
  return error instanceof Error && 'reasonCode' in error ? String(error.reasonCode) : '';
}

function problemOf(error: unknown, source: SourceText, severity: SourceProblem['severity']): SourceProblem {
  if (!(error instanceof Error)) return { message: String(error), severity, line: 1, column: 1 };
  // The parser goes one call deeper for each bracket.
  if (error instanceof RangeError) return { message: TOO_DEEP, severity, line: 1, column: 1 };
  // Babel ends its messages with the position, as in "Unexpected token (3:8)".
  const message = error.message.replace(/ \(\d+:\d+\)$/, '');
  const position = 'loc' in error ? error.loc : undefined;
  if (!isPosition(position)) return { message: `cannot be parsed: ${message}`, severity, line: 1, column: 1 };
  return { message, severity, ...source.positionOf(position.index) };
}

function isPosition(value: unknown): value is { readonly index: number } {
  return typeof value === 'object' && value !== null && 'index' in value && typeof value.index === 'number';
}

/** Reads JSON with comments and trailing commas, as in a tsconfig.json. @returns `undefined` where it is not valid */
export function parseJsonWithComments(text: string): unknown {
  try {
    return valueOf(parseExpression(text));
  } catch {
    return undefined;
  }
}

function valueOf(node: Node): unknown {
  switch (node.type) {
    case 'ObjectExpression':
      return Object.fromEntries(
        node.properties.flatMap((member) =>
          member.type === 'ObjectProperty' && member.key.type === 'StringLiteral'
            ? [[member.key.value, valueOf(member.value)]]
            : [],
        ),
      );
    case 'ArrayExpression':
      return node.elements.map((element) => (element ? valueOf(element) : undefined));
    case 'StringLiteral':
    case 'NumericLiteral':
    case 'BooleanLiteral':
      return node.value;
    default:
      return undefined;
  }
}
