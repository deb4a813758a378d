import {
  nearestName,
  readInmate,
  refuseProblems,
  UsageError,
  type EngineKind,
  type InmateMethod,
  type InmateReading,
} from '../../engine/index.ts';
import { whyUncallable } from '../../wire/uncallable.ts';
import { plural } from '../../text/words.ts';
import { describeCall } from '../../text/describeMethod.ts';

/** Methods that are listed where one is not found. */
const MAX_NAMED = 20;

/** Where the inmate is to run. */
export interface CheckedCall {
  readonly engine: EngineKind;
  readonly baseImage?: string | undefined;
}

/**
 * Finds out by reading the source, before anything is built or run, that a method does not exist, or that the inmate
 * cannot run at all. Where the source does not tell, the running inmate does.
 *
 * @returns the method, where the source tells of it
 * @throws UsageError naming the methods that exist, or what keeps the inmate from running
 */
export async function checkMethod(
  inmateDir: string,
  method: string,
  call: CheckedCall,
): Promise<InmateMethod | undefined> {
  const inmate = await readInmate(inmateDir, call);
  refuseProblems(inmateDir, inmate);
  if (method === 'default' && (inmate.complete || inmate.hasDefault)) throw new UsageError(noDefault(inmate));
  const why = whyUncallable(method);
  if (why !== undefined) throw new UsageError(`"${method}" cannot be called: ${why}; export it under another name`);
  const names = [...inmate.methods, ...inmate.unknown].map(({ name }) => name);
  const found = inmate.methods.find(({ name }) => name === method);
  if (!inmate.complete || names.includes(method)) return found;
  if (names.length === 0) throw new UsageError(`${inmate.file} in ${inmateDir} ${exportsNothing(inmate)}`);
  const near = nearestName(method, names);
  const meant = near === undefined ? '' : ` (is "${near}" meant?)`;
  const where = inmateDir === '.' ? 'the inmate here' : inmateDir;
  throw new UsageError(`${where} has no method "${method}"${meant}; it has ${named(inmate)}`);
}

/** @returns what to say where a method is given another number of arguments than it takes: JavaScript takes any */
export function miscount(method: InmateMethod, given: number): string | undefined {
  const { parameters } = method;
  const least = parameters.filter(({ optional, rest }) => !optional && !rest).length;
  const most = parameters.some(({ rest }) => rest) ? Infinity : parameters.length;
  if (given >= least && given <= most) return undefined;
  const wanted = given < least ? `wants ${plural(least, 'argument')}` : `takes ${plural(most, 'argument')}`;
  return `${describeCall(method)} ${wanted}, and gets ${given}`;
}

/** What is wrong with an inmate that has no method. */
export function exportsNothing({ hasDefault, file }: InmateReading): string {
  if (!hasDefault) return 'exports no function';
  const example = /\.c[jt]s$/.test(file) ? '`module.exports = { NAME }`' : '`export function NAME(…)`';
  return `exports no function but a default one, which has no name to call it by: write ${example}`;
}

function noDefault(inmate: InmateReading): string {
  const { file, hasDefault, methods } = inmate;
  const other = methods.length === 0 ? '' : `; it has ${named(inmate)}`;
  if (!hasDefault) return `${file} has no method "default"${other}`;
  return `the default export of ${file} has no name to call it by: export it by one, as in \`export function NAME(…)\`${other}`;
}

function named({ methods, unknown }: InmateReading): string {
  const calls = [...methods.map(describeCall), ...unknown.map(({ name }) => `${name} (known only when it runs)`)];
  const more = calls.length > MAX_NAMED ? ` and ${calls.length - MAX_NAMED} more` : '';
  return `${calls.slice(0, MAX_NAMED).join(', ')}${more}`;
}
