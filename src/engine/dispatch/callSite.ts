import { posix, join } from 'node:path';
import { HoosegowError, InmateRuntimeError, type ErrorCode } from '../errors/errors.ts';

/** Folder of the image that the inmate's folder is copied to. */
const INSIDE = '/hoosegow/';

/** Characters that no line of a stack may hold: they could make it look like another line. */
const CONTROLS = /[\p{Cc}\u2028\u2029]/gu;

/** Where a method was called, for the stacks of errors that come much later. */
export class CallSite {
  readonly #method: string;
  readonly #inmateDir: string | undefined;
  readonly #caller: { readonly stack?: unknown } = {};

  /**
   * @param method that was called
   * @param inmateDir absolute path of the inmate's folder; lines of a backtrace name its files
   * @param below the function whose caller counts
   */
  constructor(method: string, inmateDir: string | undefined, below: (...args: never) => unknown) {
    this.#method = method;
    this.#inmateDir = inmateDir;
    // Formatted only when it is read.
    Error.captureStackTrace(this.#caller, below);
  }

  /**
   * Gives an error a stack that tells what happened in the inmate, or else in the engine, and where the call was made.
   *
   * @returns the error itself, or a copy where its stack already tells of another dispatch
   */
  mark(error: HoosegowError): HoosegowError {
    const own = told.has(error) ? copyOf(error) : error;
    told.add(own);
    const { stack: original } = error;
    let stack: string | undefined;
    Object.defineProperty(own, 'stack', {
      configurable: true,
      enumerable: false,
      get: () => (stack ??= this.#stackOf(error, original)),
      set: (value: string) => {
        stack = value;
      },
    });
    return own;
  }

  #stackOf(error: HoosegowError, original: string | undefined): string {
    const frames = error instanceof InmateRuntimeError ? this.#inmateFrames(error) : framesOf(error, original);
    const called = `    at Hoosegow.dispatch(${JSON.stringify(this.#method)}) called from`;
    return [`${error.name}: ${error.message}`, ...frames, called, ...framesIn(this.#caller.stack)].join('\n');
  }

  #inmateFrames({ backtrace }: InmateRuntimeError): readonly string[] {
    return backtrace.map((line) => `    at ${this.#onThisMachine(line.replace(CONTROLS, '\uFFFD'))}`);
  }

  /** Replaces the path of a file in the image by that in the inmate's folder, never by one outside of it. */
  #onThisMachine(line: string): string {
    const folder = this.#inmateDir;
    if (folder === undefined) return line;
    return line.replace(/\/hoosegow\/[^():]+(?=:\d)/, (file) => {
      const within = posix.normalize(file.slice(INSIDE.length));
      const isOfImage = within.startsWith('..') || /^(?:bin|node_modules)\//.test(within);
      return isOfImage ? file : join(folder, within);
    });
  }
}

/** Errors whose stack already tells of a dispatch. */
const told = new WeakSet<HoosegowError>();

/** Several dispatches may fail for one reason: each has its own caller. */
function copyOf(error: HoosegowError): HoosegowError {
  const copy = new HoosegowError(error.message);
  Reflect.setPrototypeOf(copy, Reflect.getPrototypeOf(error));
  return Object.defineProperties(copy, Object.getOwnPropertyDescriptors(error));
}

/** Errors about the call itself: only the place of the call matters. */
const OF_THE_CALL: ReadonlySet<ErrorCode> = new Set([
  'HOOSEGOW_USAGE',
  'HOOSEGOW_UNENCODABLE',
  'HOOSEGOW_CLOSED',
  'HOOSEGOW_QUEUE_FULL',
]);

/** Frames of the engine; none for an error of the inmate, or of the call, which did not arise there. */
function framesOf(error: HoosegowError, stack: string | undefined): readonly string[] {
  return 'outcome' in error || OF_THE_CALL.has(error.code)
    ? []
    : framesIn(stack?.slice(stack.indexOf(error.message) + error.message.length));
}

function framesIn(stack: unknown): readonly string[] {
  return typeof stack === 'string' ? stack.split('\n').filter((line) => /^ {4}at /.test(line)) : [];
}
