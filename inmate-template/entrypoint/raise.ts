import { inspect, types } from 'node:util';
import type { Raise } from '../../src/wire/frame.ts';
import { readBacktrace } from './backtrace.ts';

const MAX_CAUSES = 10;
const MAX_MESSAGE_CHARACTERS = 256 * 1024;

/**
 * Describes what was thrown. The value is the inmate's: getters that throw, proxies and cycles must not get in the way,
 * so nothing of it is touched outside `attempt`.
 */
export function describeRaise(thrown: unknown): Raise {
  return describe(thrown, new Set());
}

function describe(thrown: unknown, seen: Set<unknown>): Raise {
  seen.add(thrown);
  if (!isError(thrown)) return { class: className(thrown), message: limit(show(thrown)), backtrace: [] };
  const message = readMessage(thrown);
  const cause = attempt(() => thrown.cause);
  return {
    class: className(thrown),
    message: limit(message),
    backtrace: readBacktrace(text(attempt(() => thrown.stack)), message),
    ...(cause === undefined || seen.has(cause) || seen.size > MAX_CAUSES ? {} : { cause: describe(cause, seen) }),
  };
}

function isError(thrown: unknown): thrown is Error {
  return types.isNativeError(thrown) || attempt(() => thrown instanceof Error) === true;
}

/** A name that the error itself carries was given on purpose; otherwise the class has the better one. */
function className(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null) return thrown === null ? 'null' : typeof thrown;
  const own = attempt(() => Object.hasOwn(thrown, 'name')) === true ? text(read(thrown, 'name')) : '';
  return own || text(attempt(() => thrown.constructor.name)) || text(read(thrown, 'name')) || 'Object';
}

/** Resource errors carry their code (EAGAIN, ENOSPC, EMFILE …), in the message or beside it. */
function readMessage(error: Error): string {
  const message = text(attempt(() => error.message));
  const code = read(error, 'code');
  return typeof code === 'string' && /^E[A-Z0-9]+$/.test(code) && !message.includes(code)
    ? `${message} (${code})`
    : message;
}

function show(value: unknown): string {
  const options = { customInspect: false, depth: 4, maxArrayLength: 100, maxStringLength: 10_000 };
  return typeof value === 'string' ? value : (attempt(() => inspect(value, options)) ?? 'a value that cannot be shown');
}

function limit(message: string): string {
  const whole = message.toWellFormed();
  const more = whole.length - MAX_MESSAGE_CHARACTERS;
  return more > 0 ? `${whole.slice(0, MAX_MESSAGE_CHARACTERS).toWellFormed()}… (${more} more characters)` : whole;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value.toWellFormed() : '';
}

function read(object: object, name: string): unknown {
  return attempt<unknown>(() => Reflect.get(object, name));
}

function attempt<T>(get: () => T): T | undefined {
  try {
    return get();
  } catch {
    return undefined;
  }
}
