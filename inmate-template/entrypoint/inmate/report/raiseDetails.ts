import { types } from 'node:util';
import { decodeValue } from '../../../../src/wire/msgpack/decodeValue.ts';
import { encodeValue } from '../../../../src/wire/msgpack/encodeValue.ts';
import { attempt, readMember, readText } from './attempt.ts';

/** Members of one error, characters of one name or text, bytes and levels of one member, and bytes of all of them. */
const MAX_MEMBERS = 32;
const MAX_NAME_CHARACTERS = 200;
const MAX_TEXT_CHARACTERS = 4000;
const MAX_MEMBER_BYTES = 16 * 1024;
const MAX_LEVELS = 8;
const MAX_BYTES = 128 * 1024;

/** Reads what errors carry beside name, message and stack: `code`, `status` … */
export class DetailReader {
  #room = MAX_BYTES;

  /**
   * @param told names of members that are reported elsewhere
   * @returns the enumerable members of its own that can be encoded, as they are now; `undefined` where there are none
   */
  read(thrown: unknown, told: readonly string[]): Record<string, unknown> | undefined {
    if (typeof thrown !== 'object' || thrown === null || isList(thrown)) return undefined;
    const names = (attempt(() => Object.keys(thrown)) ?? []).filter((name) => isFit(name) && !told.includes(name));
    const members: [string, unknown][] = [];
    for (const name of names.slice(0, MAX_MEMBERS)) {
      const copy = this.#copy(readMember(thrown, name));
      if (copy !== undefined) members.push([name, copy.value]);
    }
    return members.length > 0 ? Object.fromEntries(members) : undefined;
  }

  /** Copied, as a getter may give something else later that cannot be encoded. */
  #copy(value: unknown): { readonly value: unknown } | undefined {
    if (value === undefined) return undefined;
    const shown = types.isNativeError(value) ? titleOf(value) : value;
    const limits = { maxDepth: MAX_LEVELS, maxBytes: Math.min(MAX_MEMBER_BYTES, this.#room) };
    const bytes = attempt(() => encodeValue(typeof shown === 'string' ? shorten(shown) : shown, limits));
    if (!bytes) return undefined;
    this.#room -= bytes.length;
    return { value: decodeValue(bytes) };
  }
}

/** A revoked Proxy cannot be examined. */
function isList(thrown: object): boolean {
  return attempt(() => Array.isArray(thrown)) === true || ArrayBuffer.isView(thrown);
}

function isFit(name: string): boolean {
  return name.length <= MAX_NAME_CHARACTERS && name.isWellFormed();
}

function titleOf(error: object): string {
  return [readMember(error, 'name'), readMember(error, 'message')].map(readText).join(': ');
}

function shorten(text: string): string {
  const more = text.length - MAX_TEXT_CHARACTERS;
  return more > 0 ? `${text.slice(0, MAX_TEXT_CHARACTERS).toWellFormed()}… (${more} more characters)` : text;
}
