import { ExtData } from '@msgpack/msgpack';
import {
  isAnyArrayBuffer,
  isArguments,
  isDate,
  isMap,
  isPlain,
  isUint8Array,
  typedArrayName,
  unboxed,
} from './brands.ts';
import { DEFAULT_VALUE_LIMITS, MAX_VALUE_DEPTH } from './limits.ts';
import { encodeTimestamp, TIMESTAMP_EXT } from './timestamp.ts';
import { describeUnencodable, UnencodableValueError } from './unencodable.ts';
import { pathText } from './valuePath.ts';

export { UnencodableValueError } from './unencodable.ts';

export interface EncodeOptions {
  /** How errors call the value. Default `value`. */
  readonly name?: string;
  /** Levels of nested arrays and maps. Default 100, never more than `MAX_VALUE_DEPTH`. */
  readonly maxDepth?: number;
  /** Bytes of the encoded value. Default: any number. */
  readonly maxBytes?: number;
}

/**
 * Encodes a value as msgpack, or raises: nothing silently becomes `{}` or 0.
 *
 * Integers are integers (a bigint within 64 bits too), other numbers float64, boxed ones what is in them; bytes
 * (`Uint8Array`, `Uint8ClampedArray`, `DataView`, `ArrayBuffer`, `SharedArrayBuffer`) are `bin`; dates are timestamps;
 * a `Map` is a map with any keys; `arguments` are a list; members that are `undefined` are left out, as in JSON, and
 * objects with a `toJSON` are what that returns (called once, as in JSON). All of these are recognised by what they
 * are, not by their class, so those of another realm (`node:vm`) are the same. `@msgpack/msgpack` has no option for a
 * `Map`, for a bigint beside integers, nor for an error that names the place, hence an encoder of our own; it is tested
 * against that library and a second decoder.
 *
 * @throws {UnencodableValueError} for functions, symbols, errors, sets, iterables, cycles, invalid dates, integers
 * beyond 64 bits …, saying what to give in their place
 */
export function encodeValue(value: unknown, options: EncodeOptions = {}): Uint8Array {
  return new ValueEncoder(options).encode(value, options.name ?? 'value');
}

const UTF8 = new TextEncoder();

/** Short strings are encoded into this: an array for each would take ten times as long. */
const SHORT_STRING = 256;
const shortString = new Uint8Array(SHORT_STRING * 3);

/** An encoder's first buffer; kept from one to the next, as most values are small and a new array takes longer. */
const SPARE_BYTES = 4096;
let spare: Uint8Array | undefined;

class ValueEncoder {
  readonly #maxDepth: number;
  readonly #maxBytes: number;
  #bytes: Uint8Array;
  #numbers: DataView;
  #length = 0;
  /** Names of the containers around the current value and of the value itself, outermost first. */
  readonly #path: (string | number)[] = [];
  /** The containers themselves: a value that is one of them is a cycle. */
  readonly #open = new Set<object>();

  constructor({ maxDepth = DEFAULT_VALUE_LIMITS.valueDepth, maxBytes = Infinity }: EncodeOptions) {
    this.#maxDepth = Math.min(maxDepth, MAX_VALUE_DEPTH);
    this.#maxBytes = maxBytes;
    this.#bytes = spare ?? new Uint8Array(SPARE_BYTES);
    // A getter or a toJSON may run another encoder meanwhile.
    spare = undefined;
    this.#numbers = new DataView(this.#bytes.buffer);
  }

  encode(value: unknown, name: string): Uint8Array {
    this.#path.push(name);
    this.#value(value);
    if (this.#length > this.#maxBytes) throw this.#tooLarge();
    if (this.#bytes.length > SPARE_BYTES) return this.#bytes.subarray(0, this.#length);
    spare = this.#bytes;
    return spare.slice(0, this.#length);
  }

  #value(value: unknown, fromToJson = false): void {
    switch (typeof value) {
      case 'undefined':
        return this.#head(0xc0);
      case 'boolean':
        return this.#head(value ? 0xc3 : 0xc2);
      case 'number':
        return Number.isSafeInteger(value) && !Object.is(value, -0) ? this.#integer(value) : this.#float(value);
      case 'bigint':
        return this.#bigint(value);
      case 'string':
        return this.#string(value);
      case 'object':
        return value === null ? this.#head(0xc0) : this.#object(value, fromToJson);
      case 'function':
        throw this.#refusal('is a function (give what it returns, or leave it out)');
      case 'symbol':
        throw this.#refusal('is a symbol (give its description)');
    }
  }

  #object(value: object, fromToJson: boolean): void {
    const isArray = Array.isArray(value);
    // Neither an array nor a plain object: recognised by what it is, as its class may be of another realm.
    const isSpecial = !isArray && Object.getPrototypeOf(value) !== Object.prototype;
    const isMapped = isSpecial && isMap(value);
    if (isSpecial && !isMapped && this.#leaf(value)) return;
    if (this.#open.has(value)) throw this.#refusal('contains itself (leave it out there)');
    this.#open.add(value);
    if (isArray) this.#array(value);
    else if (isMapped) this.#map([...value]);
    else this.#members(value, fromToJson);
    this.#open.delete(value);
  }

  /** Encodes an object that holds no others. @returns whether it is such an object */
  #leaf(value: object): boolean {
    if (ArrayBuffer.isView(value)) return this.#view(value);
    if (isDate(value)) return this.#date(value);
    if (value instanceof ExtData) return this.#ext(value);
    if (isAnyArrayBuffer(value)) return this.#bin(this.#bytesOf(value));
    const inside = unboxed(value);
    if (inside === undefined) return false;
    this.#value(inside);
    return true;
  }

  #members(value: object, fromToJson: boolean): void {
    if (!fromToJson && hasToJson(value)) return this.#value(value.toJSON(), true);
    if (!isPlain(value)) throw this.#refusal(`is ${describeUnencodable(value)}`);
    if (Symbol.iterator in value || Symbol.asyncIterator in value) {
      if (isArguments(value)) return this.#array(Array.from(value));
      throw this.#refusal(`is ${describeUnencodable(value, 'an iterable object')}`);
    }
    const entries = Object.entries(value);
    if (entries.length === 0 && Reflect.ownKeys(value).length > 0) {
      throw this.#refusal('has no members but hidden ones (give a plain object of what matters)');
    }
    this.#map(entries.filter(([, member]) => member !== undefined));
  }

  #array(items: readonly unknown[]): void {
    this.#container(items.length, 0x90, 0xdc);
    for (let i = 0; i < items.length; i++) this.#member(i, items[i]);
  }

  #map(entries: readonly (readonly [unknown, unknown])[]): void {
    this.#container(entries.length, 0x80, 0xde);
    for (const [key, value] of entries) {
      const name = nameOfKey(key);
      this.#member(name, key);
      this.#member(name, value);
    }
  }

  #member(name: string | number, value: unknown): void {
    this.#path.push(name);
    this.#value(value);
    this.#path.pop();
  }

  #container(items: number, short: number, long: number): void {
    if (items > 0 && this.#path.length > this.#maxDepth) {
      const reason = this.#maxDepth < MAX_VALUE_DEPTH ? 'limit valueDepth' : 'the most there can be';
      throw this.#refusal(`is nested deeper than ${this.#maxDepth} levels (${reason})`);
    }
    if (items < 16) this.#head(short | items);
    else if (items < 0x10000) this.#head(long, 2, items);
    else this.#head(long + 1, 4, items);
  }

  #integer(value: number): void {
    if (value >= 0) {
      if (value < 0x80) this.#head(value);
      else if (value < 0x100) this.#head(0xcc, 1, value);
      else if (value < 0x10000) this.#head(0xcd, 2, value);
      else if (value < 0x100000000) this.#head(0xce, 4, value);
      else this.#bigint(BigInt(value));
    } else if (value >= -0x20) this.#head(value + 0x100);
    else if (value >= -0x80) this.#head(0xd0, 1, value + 0x100);
    else if (value >= -0x8000) this.#head(0xd1, 2, value + 0x10000);
    else if (value >= -0x80000000) this.#head(0xd2, 4, value + 0x100000000);
    else this.#bigint(BigInt(value));
  }

  #bigint(value: bigint): void {
    const unsigned = value >= 0n;
    if (unsigned ? value !== BigInt.asUintN(64, value) : value !== BigInt.asIntN(64, value)) {
      throw this.#refusal('is an integer of more than 64 bits (give it as a text)');
    }
    this.#head(unsigned ? 0xcf : 0xd3);
    const position = this.#grow(8);
    this.#numbers.setBigUint64(position, BigInt.asUintN(64, value));
  }

  #float(value: number): void {
    this.#head(0xcb);
    const position = this.#grow(8);
    this.#numbers.setFloat64(position, value);
  }

  #string(value: string): void {
    if (!value.isWellFormed())
      throw this.#refusal('is a string with half of a surrogate pair (give its toWellFormed(), or bytes)');
    if (value.length > this.#maxBytes) throw this.#tooLarge();
    const bytes =
      value.length <= SHORT_STRING
        ? shortString.subarray(0, UTF8.encodeInto(value, shortString).written)
        : UTF8.encode(value);
    if (bytes.length < 0x20) this.#head(0xa0 | bytes.length);
    else this.#sized(bytes.length, 0xd9);
    this.#append(bytes);
  }

  /** @returns whether its elements are bytes, not numbers */
  #view(view: ArrayBufferView): boolean {
    if (isUint8Array(view) && view.length > 0) return this.#bin(view);
    const name = typedArrayName(view);
    if (name !== undefined && name !== 'Uint8Array' && name !== 'Uint8ClampedArray') return false;
    // The buffer comes first: a view of a detached one throws, or is empty.
    const all = this.#bytesOf(view.buffer);
    return this.#bin(all.subarray(view.byteOffset, view.byteOffset + view.byteLength));
  }

  #bin(bytes: Uint8Array): true {
    this.#sized(bytes.length, 0xc4);
    this.#append(bytes);
    return true;
  }

  #bytesOf(buffer: ArrayBufferLike): Uint8Array {
    try {
      return new Uint8Array(buffer);
    } catch {
      throw this.#refusal('has no bytes any more (it was transferred)');
    }
  }

  #date(value: Date): true {
    const time = Date.prototype.getTime.call(value);
    if (Number.isNaN(time)) throw this.#refusal('is an invalid date (give null, or a text)');
    return this.#extension(TIMESTAMP_EXT, encodeTimestamp(value));
  }

  #ext(value: ExtData): true {
    if (!(value.data instanceof Uint8Array)) throw this.#refusal('is an extension whose data are not bytes');
    if (!Number.isInteger(value.type) || value.type < -128 || value.type > 127) {
      throw this.#refusal('is an extension whose type is not within -128 to 127');
    }
    return this.#extension(value.type, value.data);
  }

  #extension(type: number, payload: Uint8Array): true {
    const fixed = [1, 2, 4, 8, 16].indexOf(payload.length);
    if (fixed >= 0) this.#head(0xd4 + fixed);
    else this.#sized(payload.length, 0xc7);
    const position = this.#grow(1);
    this.#numbers.setInt8(position, type);
    this.#append(payload);
    return true;
  }

  /** A lead byte of a family of three, with a length of 1, 2 or 4 bytes. */
  #sized(length: number, lead: number): void {
    if (length > 0xffffffff) throw this.#refusal('is longer than 4 GiB');
    if (length < 0x100) this.#head(lead, 1, length);
    else if (length < 0x10000) this.#head(lead + 1, 2, length);
    else this.#head(lead + 2, 4, length);
  }

  /** A lead byte and the unsigned number of `bytes` bytes behind it. */
  #head(lead: number, bytes = 0, number = 0): void {
    const position = this.#grow(1 + bytes);
    this.#numbers.setUint8(position, lead);
    if (bytes === 1) this.#numbers.setUint8(position + 1, number);
    else if (bytes === 2) this.#numbers.setUint16(position + 1, number);
    else if (bytes === 4) this.#numbers.setUint32(position + 1, number);
  }

  #append(bytes: Uint8Array): void {
    const position = this.#grow(bytes.length);
    this.#bytes.set(bytes, position);
  }

  /** Makes room, perhaps in another buffer: call it before `#bytes` or `#numbers` is read. @returns where it begins */
  #grow(bytes: number): number {
    const position = this.#length;
    this.#length += bytes;
    if (this.#length > this.#bytes.length) {
      if (this.#length > this.#maxBytes) throw this.#tooLarge();
      const grown = new Uint8Array(Math.max(this.#length, this.#bytes.length * 2));
      grown.set(this.#bytes);
      this.#bytes = grown;
      this.#numbers = new DataView(grown.buffer);
    }
    return position;
  }

  #tooLarge(): UnencodableValueError {
    return new UnencodableValueError(`${pathText(this.#path)} is larger than ${this.#maxBytes} bytes`.toWellFormed());
  }

  #refusal(why: string): UnencodableValueError {
    const message = `${pathText(this.#path)} ${why}, which has no faithful form in msgpack`;
    // The message is encoded itself later, and a key may be the malformed text.
    return new UnencodableValueError(message.toWellFormed());
  }
}

function nameOfKey(key: unknown): string {
  if (typeof key === 'string') return key;
  return typeof key === 'number' || typeof key === 'bigint' || typeof key === 'boolean' ? String(key) : 'key';
}

function hasToJson(value: object): value is { toJSON(): unknown } {
  return 'toJSON' in value && typeof value.toJSON === 'function';
}
