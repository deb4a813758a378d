import { basename, dirname, extname } from 'node:path';
import { importsIn, lineOf, pathOfImport } from './importPlaces.ts';
import { missingFile, missingPackage } from './missingImport.ts';
import { describeRaise } from '../report/raise.ts';
import { findSyntaxError } from './syntaxPlace.ts';
import { wantsTransform } from './transformTypes.ts';
import { canStripTypes } from './nodeVersion.ts';

/** Why an inmate could not be imported, and where. */
export interface ImportFailure {
  readonly message: string;
  /** `/hoosegow/inmate.ts:12`, where it is known. */
  readonly place: string | undefined;
}

/** @param path the inmate's file @param error what its import threw */
export function explainFailure(path: string, error: unknown): ImportFailure {
  const { message, backtrace } = describeRaise(error);
  if (!(error instanceof Error)) return { message, place: undefined };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const tooOld = tooOldFor(code, error.message);
  if (tooOld !== undefined) return { message: tooOld, place: undefined };
  const isMissing = code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND';
  if (isMissing || code.startsWith('ERR_')) {
    const found = explainImport(path, error.message);
    if (found) return found;
  }
  if (!(error instanceof SyntaxError)) return { message: `${message}${adviceOnKind(path, message)}`, place: undefined };
  const place = backtrace[0] ?? findSyntaxError(path);
  return { message: `${message}${adviceFor(path, code, message, place)}`, place };
}

function tooOldFor(code: string, message: string): string | undefined {
  if (code !== 'ERR_UNKNOWN_FILE_EXTENSION' || !/"\.[mc]?ts"/.test(message) || canStripTypes()) return undefined;
  return `Node ${process.versions.node} does not run TypeScript: take a base image with Node 22.18 or newer, for example node:24-slim`;
}

/** Explains Node's message about an import that cannot be resolved; it names no line. */
function explainImport(path: string, message: string): ImportFailure | undefined {
  const from = /imported from (?:file:\/\/)?(.+?)$/m.exec(message)?.[1] ?? /^- (.+)$/m.exec(message)?.[1] ?? path;
  const named = /^Cannot find (?:package|module) '([^']+)'/.exec(message)?.[1];
  const places = importsIn(from);
  if (named !== undefined && !named.startsWith('/') && !/^[A-Za-z]:\\/.test(named) && !named.startsWith('.')) {
    const found = places.find(({ specifier }) => specifier === named || specifier.startsWith(`${named}/`));
    return {
      message: missingPackage(dirname(path), named, found?.specifier ?? named),
      place: placeOf(from, found?.line),
    };
  }
  if (named !== undefined) {
    const found = places.find(({ specifier }) => specifier === named || pathOfImport(from, specifier) === named);
    return { message: missingFile(from, found?.specifier, named), place: placeOf(from, found?.line) };
  }
  const found = places.find(({ specifier }) => isNamed(from, specifier, message));
  const [first = ''] = message.split('\n');
  const advice = found ? wayOut(first, found.specifier) : '';
  return found && { message: `${first}${advice}`, place: placeOf(from, found.line) };
}

/** Whether a message names the file, or the kind of URL, that an import leads to. */
function isNamed(from: string, specifier: string, message: string): boolean {
  if (message.includes(`'${specifier}'`) || message.includes(`"${specifier}"`)) return true;
  const file = pathOfImport(from, specifier);
  if (file !== undefined) return message.includes(file.replace(/\/$/, ''));
  const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(specifier)?.[0];
  return message.endsWith(specifier) || (scheme !== undefined && message.includes(`protocol '${scheme}'`));
}

function wayOut(message: string, specifier: string): string {
  if (message.includes('import attribute')) return `: write \`from "${specifier}" with { type: "json" }\``;
  if (message.startsWith('Directory import')) return ': name a file of it';
  if (message.includes('import specifier')) return ': define it in "imports" of package.json';
  if (/\.[jt]sx /.test(message)) return ': JSX has to be compiled before';
  return message.includes('protocol') ? ': install its package with npm, and import that' : '';
}

function placeOf(file: string, line: number | undefined): string | undefined {
  return line === undefined ? undefined : `${file}:${line}`;
}

/** What to do about CommonJS in an ES module. */
function adviceOnKind(path: string, message: string): string {
  if (!/^(?:module|exports|require) is not defined/.test(message)) return '';
  const ending = path.endsWith('ts') ? '.cts' : '.cjs';
  return `: this is an ES module; write \`import\` and \`export\`, or name the file ${basename(path, extname(path))}${ending}`;
}

/** What to do about syntax that Node does not run. */
function adviceFor(path: string, code: string, message: string, place: string | undefined): string {
  if (code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX') {
    if (message.includes('`')) return '';
    if (wantsTransform(path)) return `: Node ${process.versions.node} has no transformTypes, Node 22.18 to 25 have it`;
    return ': write it so that its types can be left out, or set "hoosegow": { "transformTypes": true } in package.json';
  }
  if (/'default'$|\.json'/.test(message)) return '';
  if (/does not provide an export named/.test(message)) return ': if it is a type, write `import { type … }`';
  const [, file, line] = /^(.*):(\d+)$/.exec(place ?? '') ?? [];
  const source = file === undefined ? '' : lineOf(file, Number(line));
  if (/^\s*(?:export\s+)?@[A-Za-z]|\s@[A-Za-z]\w*(?:\(|\s)/.test(source)) return ': Node does not run decorators';
  if (/\baccessor\s/.test(source)) return ': Node does not run `accessor` fields';
  if (/\bassert\s*\{/.test(source)) return ': write `with` in place of `assert`';
  return '';
}
