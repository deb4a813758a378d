/**
 * `node packaging/nodeTypes.mjs FOLDER`: prints the types that stand in for those of Node until they are installed, as
 * `inmate-template/types/node/index.d.ts`. They have every name that a real one has, so that nothing is marked as wrong
 * which Node runs, and what stands behind it is anything.
 *
 * FOLDER is one in which `@types/node` is installed. To be run again when the template takes a newer one.
 */
import { join } from 'node:path';
import ts from 'typescript-5.9';

const { SymbolFlags } = ts;

/** Modules whose default is the module itself, and not the class that shares its name. */
const THEMSELVES = new Set(['stream']);
/** Modules that no inmate has a use for, or that are hardly used by their names: whatever is imported of them is there. */
const WITHOUT_NAMES = /^(?:node:)?(?:inspector|constants|repl|cluster|wasi|sea|trace_events|domain|sys|punycode)\b/;
/** Written by hand below: what ends a function, or tells what a value is. */
const BY_HAND = new Set(['process', 'assert', 'assert/strict']);

const HEAD = `// What Node has, by name and not by type: your editor takes it until \`npm install\` has brought the real types, which then
// take its place. You need not edit this, and may delete it then.
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/// <reference lib="dom.asynciterable" />

interface Node_ {
  <A = any, B = any, C = any>(...args: any[]): any;
  new <A = any, B = any, C = any>(...args: any[]): any;
  [member: string]: any;
}
interface NodeAssert_ {
  (value: unknown, message?: any): asserts value;
  ok(value: unknown, message?: any): asserts value;
  strict: NodeAssert_;
  [member: string]: any;
}
interface NodeProcess_ {
  env: Record<string, string | undefined>;
  argv: string[];
  exit(code?: any): never;
  abort(): never;
  [member: string]: any;
}
interface ErrorConstructor {
  captureStackTrace(target: object, constructor?: Function): void;
  stackTraceLimit: number;
}
interface ImportMeta {
  dirname: string;
  filename: string;
  url: string;
  main: boolean;
  resolve(specifier: string, parent?: any): string;
}
/** A timer is a number to browsers, whose globals these are. */
interface Number {
  ref(): any;
  unref(): any;
  hasRef(): boolean;
  refresh(): any;
}
interface ReadableStream<R = any> {
  [Symbol.asyncIterator](options?: any): AsyncIterableIterator<R>;
}
declare var process: NodeProcess_;
declare module 'process' {
  const process: NodeProcess_;
  export default process;
  export const exit: (code?: any) => never, abort: () => never;
  NAMES(process)
}
declare module 'assert' {
  const assert: NodeAssert_;
  export default assert;
  export const ok: NodeAssert_, strict: NodeAssert_;
  NAMES(assert)
}
declare module 'assert/strict' { export * from 'assert'; export { default } from 'assert'; }
/** What the sample takes from its package. */
declare module 'marked' { export const Lexer: any, Parser: any; export type Token = any; }
`;

const folder = process.argv[2] ?? '.';
const file = join(folder, 'all.ts');
const host = ts.createCompilerHost({});
const read = host.getSourceFile.bind(host);
host.getSourceFile = (name, ...rest) =>
  name === file ? ts.createSourceFile(name, '', ts.ScriptTarget.ESNext) : read(name, ...rest);
const program = ts.createProgram(
  [file],
  {
    lib: ['lib.esnext.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts', 'lib.dom.asynciterable.d.ts'],
    module: ts.ModuleKind.NodeNext,
    types: ['node'],
    typeRoots: [join(folder, 'node_modules/@types')],
  },
  host,
);
const checker = program.getTypeChecker();

const modules = new Map(
  checker
    .getAmbientModules()
    .map((symbol) => [symbol.name.slice(1, -1), symbol])
    .filter(
      ([name]) => !WITHOUT_NAMES.test(name) && !name.includes('*') && name !== 'undici-types' && name !== 'buffer/',
    ),
);

const resolved = (symbol) => (symbol.flags & SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol);

/** Its type parameters: each may be left out. */
function parametersOf(symbol) {
  const count = Math.max(
    0,
    ...(symbol.declarations ?? []).map((declaration) => declaration.typeParameters?.length ?? 0),
  );
  const names = Array.from({ length: count }, (_, i) => `${String.fromCharCode(65 + i)} = any`);
  return count === 0 ? '' : `<${names.join(', ')}>`;
}

/** What can be called or made is told from what is only there: both may be given types. */
function isCallable(symbol) {
  const type = checker.getTypeOfSymbol(symbol);
  return type.getCallSignatures().length + type.getConstructSignatures().length > 0;
}

/** Lines of a list that fit. */
function lines(start, items, end = ';') {
  const found = [];
  let line = '';
  for (const item of items) {
    if (line !== '' && `${start}${line}, ${item}`.length > 150) {
      found.push(`${start}${line}${end}`);
      line = '';
    }
    line = line === '' ? item : `${line}, ${item}`;
  }
  return line === '' ? found : [...found, `${start}${line}${end}`];
}

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;
const RESERVED = new Set(['default', 'export=', 'prototype', 'delete', 'new', 'in', 'package']);

/** Declarations of these names, one list for values and one statement for each type. */
function declare(symbols, { prefix, skip = new Set(), keyword }) {
  const values = [];
  const types = [];
  const modulesIn = [];
  const told = new Set(skip);
  for (const named of symbols) {
    const { name } = named;
    if (!IDENTIFIER.test(name) || RESERVED.has(name) || told.has(name)) continue;
    told.add(name);
    const symbol = resolved(named);
    const target = symbol.flags & SymbolFlags.ValueModule ? symbol.name.slice(1, -1) : '';
    if (modules.has(target) && prefix === 'export ') {
      modulesIn.push(`export * as ${name} from '${target}';`);
      continue;
    }
    if (symbol.flags & SymbolFlags.Value) values.push(`${name}: ${isCallable(symbol) ? 'Node_' : 'any'}`);
    if (symbol.flags & SymbolFlags.Type) types.push(`${prefix}type ${name}${parametersOf(symbol)} = any;`);
  }
  return [...modulesIn, ...lines(`${prefix}${keyword} `, values), ...types];
}

/** Several statements in a line, where they fit. */
function filled(statements) {
  const found = [];
  for (const statement of statements) {
    const last = found.at(-1);
    if (last !== undefined && last.length + statement.length < 150) found[found.length - 1] = `${last} ${statement}`;
    else found.push(statement);
  }
  return found;
}

function defaultOf(name, symbol) {
  const assigned = symbol.exports?.get('export=');
  if (!assigned) return symbol.exports?.has('default') ? DEFAULT_OF_ITS_OWN : [];
  const { flags } = resolved(assigned);
  if (THEMSELVES.has(name) || !(flags & (SymbolFlags.Class | SymbolFlags.Function))) {
    return [`import * as self from '${name}';`, 'export { self as default };'];
  }
  return DEFAULT_OF_ITS_OWN;
}
const DEFAULT_OF_ITS_OWN = ['const self: Node_;', 'type self<A = any> = any;', 'export { self as default };'];

function moduleText(name, symbol) {
  const exported = checker.getExportsAndPropertiesOfModule(symbol);
  const body = [...declare(exported, { prefix: 'export ', keyword: 'const' }), ...defaultOf(name, symbol)];
  return `declare module '${name}' {\n${filled(body)
    .map((line) => `  ${line}`)
    .join('\n')}\n}`;
}

/** The module of the other name, with or without "node:": it is the same. */
function sameAs(name, other) {
  const hasDefault = BY_HAND.has(other) || defaultOf(other, modules.get(other)).length > 0;
  return `declare module '${name}' { export * from '${other}';${hasDefault ? ` export { default } from '${other}';` : ''} }`;
}

function globals() {
  const isOfLibrary = ({ declarations = [] }) =>
    declarations.some((declaration) => program.isSourceFileDefaultLibrary(declaration.getSourceFile()));
  const isOfNode = ({ declarations = [] }) => declarations.length > 0;
  const source = program.getSourceFile(file);
  const everything = SymbolFlags.Value | SymbolFlags.Type | SymbolFlags.Namespace;
  const own = checker.getSymbolsInScope(source, everything).filter((each) => isOfNode(each) && !isOfLibrary(each));
  const namespaces = own.filter(
    ({ name, flags, exports }) => IDENTIFIER.test(name) && flags & SymbolFlags.Namespace && exports,
  );
  return [
    ...declare(own, { prefix: 'declare ', keyword: 'var', skip: new Set(['process', 'globalThis', 'undefined']) }),
    ...namespaces.map(
      ({ name, exports }) =>
        `declare namespace ${name} {\n${filled(declare([...exports.values()], { prefix: '', keyword: 'const' }))
          .map((line) => `  ${line}`)
          .join('\n')}\n}`,
    ),
  ];
}

function otherNames(_, name) {
  const exported = checker.getExportsAndPropertiesOfModule(modules.get(name));
  const skip = new Set(['ok', 'strict', 'exit', 'abort']);
  return filled(declare(exported, { prefix: 'export ', keyword: 'const', skip })).join('\n  ');
}

const bare = [...modules.keys()].filter((name) => !name.startsWith('node:') || !modules.has(name.slice(5)));
const prefixed = [...modules.keys()].filter((name) => !bare.includes(name));
const text = [
  HEAD.replace(/NAMES\((\w+)\)/g, otherNames),
  ...globals(),
  ...bare.filter((name) => !BY_HAND.has(name)).map((name) => moduleText(name, modules.get(name))),
  ...WITHOUT_NAMES.source.match(/(?<=[|:(])[a-z_]{3,}(?=[|)])/g).map((name) => `declare module '${name}';`),
  `declare module 'node:*';`,
  ...prefixed.map((name) => sameAs(name, name.slice(5))),
].join('\n');
process.stdout.write(`${text}\n`);
