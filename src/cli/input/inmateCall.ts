import { stat } from 'node:fs/promises';
import path from 'node:path';
import { findInmateFile, inmateFolderOf, readInmate, UsageError } from '../../engine/index.ts';
import { describeCall } from '../../text/describeMethod.ts';

/** The inmate of a call, and the arguments that are left behind it. */
export interface NamedCall {
  readonly inmateDir: string;
  readonly method: string;
  readonly rest: readonly string[];
}

/** The current folder. */
const HERE = '.';

/**
 * Tells `DIR METHOD [ARG…]` from `METHOD [ARG…]` of the inmate in the current folder: the first argument is a DIR where
 * it is a path (`.`, or with a slash) or names a folder or a file that holds an inmate, else a METHOD.
 *
 * @throws UsageError where it is neither, where it could be both, or where no method is left
 */
export async function readInmateCall(positionals: readonly string[]): Promise<NamedCall> {
  const [first, ...rest] = positionals;
  if (first === undefined) throw new UsageError(await whichMethod(HERE));
  if (!isPath(first) && !(await namesInmate(first))) return { ...(await methodOfHere(first)), rest };
  const inmateDir = await inmateFolderOf(first);
  if (!isPath(first) && (await hasMethod(first))) {
    throw new UsageError(
      `"${first}" is an inmate's folder here and a method of the inmate here: write ./${first} for the folder, and ` +
        `. ${first} for the method`,
    );
  }
  const [method, ...args] = rest;
  if (method === undefined) throw new UsageError(await whichMethod(inmateDir));
  return { inmateDir, method, rest: args };
}

function isPath(text: string): boolean {
  return text === HERE || text === '..' || /[\\/]/.test(text);
}

async function namesInmate(name: string): Promise<boolean> {
  const stats = await stat(name).catch(() => undefined);
  if (stats === undefined) return false;
  // A file that is not an inmate is reported as such where its name cannot be a method.
  if (!stats.isDirectory()) return !/^[\w$]+$/.test(path.basename(name));
  return isInmate(name);
}

async function isInmate(dir: string): Promise<boolean> {
  return findInmateFile(dir).then(
    () => true,
    () => false,
  );
}

async function hasMethod(name: string): Promise<boolean> {
  if (!(await isInmate(HERE))) return false;
  const { methods, unknown } = await readInmate(HERE);
  return [...methods, ...unknown].some((method) => method.name === name);
}

/** A missing method is reported when the call is checked, with the methods that exist. */
async function methodOfHere(name: string): Promise<Pick<NamedCall, 'inmateDir' | 'method'>> {
  // If there is no inmate here, the name can only be meant as a folder: the error is about that.
  if (!(await isInmate(HERE))) await findInmateFile(name);
  return { inmateDir: HERE, method: name };
}

async function whichMethod(inmateDir: string): Promise<string> {
  const usage = 'usage: hoosegow run [DIR] METHOD [ARG…]';
  if (!(await isInmate(inmateDir))) return `which method? ${usage}`;
  const { methods, unknown } = await readInmate(inmateDir);
  const names = [...methods.map(describeCall), ...unknown.map(({ name }) => name)];
  return names.length === 0
    ? `which method? ${usage}`
    : `which method? it has ${names.slice(0, 20).join(', ')}; ${usage}`;
}
