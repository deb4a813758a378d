import { inspect, types } from 'node:util';
import type { Raise } from '../../../../src/wire/frame.ts';
import { attempt, readMember, readText } from './attempt.ts';
import { readBacktrace } from './backtrace.ts';
import { DetailReader } from './raiseDetails.ts';

/** How deep causes and the errors within an error are followed; how many of a list, and how many in all. */
const MAX_DEPTH = 10;
const MAX_ERRORS = 20;
const MAX_RAISES = 64;
/** Characters of one name, of one message, and of everything together. */
const MAX_NAME_CHARACTERS = 1000;
const MAX_MESSAGE_CHARACTERS = 256 * 1024;
const MAX_CHARACTERS = 2 * 1024 * 1024;

/** Members that have a field of their own in a raise. */
const TOLD = ['name', 'message', 'stack', 'cause'];

/**
 * Describes what was thrown. The value is the inmate's: getters that throw, proxies and cycles must not get in the way,
 * so nothing of it is touched outside `attempt`, and what is made of it is bounded.
 */
export function describeRaise(thrown: unknown): Raise {
  return new Describer().describe(thrown);
}

class Describer {
  /** The values that are being described: one that occurs again within itself is a cycle. */
  readonly #open = new Set<unknown>();
  readonly #details = new DetailReader();
  #raises = 0;
  #room = MAX_CHARACTERS;

  describe(thrown: unknown): Raise {
    this.#raises++;
    if (!isError(thrown)) {
      const message = this.#text(show(thrown));
      return { class: className(thrown), message, backtrace: [], ...this.#detailsOf(thrown, TOLD) };
    }
    this.#open.add(thrown);
    const whole = readMessage(thrown);
    const message = this.#text(whole);
    const backtrace = this.#lines(readBacktrace(readText(attempt(() => thrown.stack)), whole));
    const name = className(thrown);
    const { errors, members } = errorsWithin(thrown, name);
    const raise = {
      class: name,
      message,
      backtrace,
      ...this.#causeOf(thrown),
      ...this.#errorsOf(errors),
      ...this.#detailsOf(thrown, [...TOLD, ...members]),
    };
    this.#open.delete(thrown);
    return raise;
  }

  #causeOf(thrown: Error): Pick<Raise, 'cause'> {
    const cause = attempt(() => thrown.cause);
    return cause === undefined || !this.#hasRoomFor(cause) ? {} : { cause: this.describe(cause) };
  }

  #errorsOf(errors: readonly unknown[]): Pick<Raise, 'errors'> {
    const described: Raise[] = [];
    for (const error of errors.slice(0, MAX_ERRORS)) if (this.#hasRoomFor(error)) described.push(this.describe(error));
    const more = errors.length - described.length;
    if (more > 0) described.push({ class: 'Error', message: `… and ${more} more of these errors`, backtrace: [] });
    return described.length > 0 ? { errors: described } : {};
  }

  #hasRoomFor(thrown: unknown): boolean {
    return !this.#open.has(thrown) && this.#open.size <= MAX_DEPTH && this.#raises < MAX_RAISES;
  }

  #detailsOf(thrown: unknown, told: readonly string[]): Pick<Raise, 'details'> {
    const details = this.#details.read(thrown, told);
    return details ? { details } : {};
  }

  #text(message: string): string {
    const whole = message.toWellFormed();
    const room = Math.min(MAX_MESSAGE_CHARACTERS, this.#room);
    this.#room -= Math.min(whole.length, room);
    const more = whole.length - room;
    return more > 0 ? `${whole.slice(0, room).toWellFormed()}… (${more} more characters)` : whole;
  }

  #lines(lines: readonly string[]): string[] {
    return lines.filter((line) => {
      this.#room = Math.max(0, this.#room - line.length);
      return this.#room > 0;
    });
  }
}

function isError(thrown: unknown): thrown is Error {
  return types.isNativeError(thrown) || attempt(() => thrown instanceof Error) === true;
}

/**
 * The name that people know it by. A name on the error itself, or on the prototype of its very class (`AbortError` of a
 * `DOMException`), was given on purpose; otherwise the class has the better one.
 */
function className(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null) return thrown === null ? 'null' : typeof thrown;
  const ofClass = isError(thrown) ? attempt<unknown>(() => Object.getPrototypeOf(thrown)) : undefined;
  const name = hasOwnName(thrown) || hasOwnName(ofClass) ? readText(readMember(thrown, 'name')) : '';
  const known =
    name || readText(attempt(() => thrown.constructor.name)) || readText(readMember(thrown, 'name')) || 'Object';
  return known.slice(0, MAX_NAME_CHARACTERS).toWellFormed();
}

function hasOwnName(value: unknown): boolean {
  return typeof value === 'object' && value !== null && attempt(() => Object.hasOwn(value, 'name')) === true;
}

/** Resource errors carry their code (EAGAIN, ENOSPC, EMFILE …), in the message or beside it. */
function readMessage(error: Error): string {
  const given = attempt<unknown>(() => error.message);
  // Some libraries give an object, or a number.
  const message = typeof given === 'string' ? given : given === undefined ? '' : show(given);
  const code = readMember(error, 'code');
  if (typeof code !== 'string' || !/^E[A-Z0-9]+$/.test(code) || message.includes(code)) return message;
  return message === '' ? code : `${message} (${code})`;
}

/** The errors within an error, and the members that hold them. */
function errorsWithin(error: Error, name: string): { readonly errors: readonly unknown[]; readonly members: string[] } {
  if (name === 'SuppressedError') {
    const members = ['error', 'suppressed'];
    return { errors: members.map((member) => readMember(error, member)), members };
  }
  const list = readMember(error, 'errors');
  const errors = attempt(() => (Array.isArray(list) ? Array.from<unknown>(list) : [])) ?? [];
  // Other classes give `errors` another meaning: texts about fields, for example.
  const isList = errors.length > 0 && (isAggregate(error, name) || errors.every(isError));
  return isList ? { errors, members: ['errors'] } : { errors: [], members: [] };
}

/** Also one of another realm, which is known by its name. */
function isAggregate(error: Error, name: string): boolean {
  return name === 'AggregateError' || attempt(() => error instanceof AggregateError) === true;
}

function show(value: unknown): string {
  const options = { customInspect: false, depth: 4, maxArrayLength: 100, maxStringLength: 10_000 };
  return typeof value === 'string' ? value : (attempt(() => inspect(value, options)) ?? 'a value that cannot be shown');
}
