import { decodeValue } from './msgpack/decodeValue.ts';
import { encodeValue } from './msgpack/encodeValue.ts';
import { GrowingBuffer } from './msgpack/growingBuffer.ts';
import { DEFAULT_VALUE_LIMITS, MAX_VALUE_DEPTH } from './msgpack/limits.ts';
import { FAULTED, NEED_MORE, ValueWalker } from './msgpack/valueWalker.ts';

/** The third element of a request of ours; the gem's entrypoint ignores it. */
export interface RequestOptions {
  /** This host keeps stdin open for as long as it wants the call: its end means that the host is gone. */
  readonly lease?: boolean;
  /** Milliseconds after which the entrypoint ends by itself. */
  readonly deadline?: number;
  /**
   * After the terminal frame the entrypoint says whether it takes another request, see `readySignal.ts`; it needs a lease.
   * An entrypoint that does not know it ends as always, without a word.
   */
  readonly reuse?: boolean;
  /** Levels of nesting that a value of the answer may have, where they are not the usual 100; at most 1,000. */
  readonly valueDepth?: number;
}

export interface Request {
  readonly method: string;
  readonly args: readonly unknown[];
  readonly options: RequestOptions;
}

/** Bytes on stdin that are not a request. */
export class RequestError extends Error {
  override name = 'RequestError';
}

/**
 * @param options its `valueDepth` holds for the arguments too, their list included
 * @returns one msgpack value `[method, [args…], options?]`; it delimits itself
 * @throws {UnencodableValueError} naming the argument that msgpack cannot represent
 */
export function encodeRequest(method: string, args: readonly unknown[], options?: RequestOptions): Uint8Array {
  const name = encodeValue(method, { name: 'method' });
  const maxDepth = options?.valueDepth ?? DEFAULT_VALUE_LIMITS.valueDepth;
  const list = encodeValue(args, { name: 'arguments', maxDepth });
  const map = options ? encodeValue(options, { name: 'options' }) : new Uint8Array(0);
  const request = new Uint8Array(1 + name.length + list.length + map.length);
  request[0] = options ? 0x93 : 0x92;
  request.set(name, 1);
  request.set(list, 1 + name.length);
  request.set(map, 1 + name.length + list.length);
  return request;
}

/** The caller is trusted more than the inmate: only what would not fit into memory is refused. */
const REQUEST_LIMITS = { valueBytes: 2 ** 31, valueNodes: 2 ** 31, valueDepth: MAX_VALUE_DEPTH + 1 };

/** Collects a request as it comes in. */
export class RequestReader {
  readonly #walker = new ValueWalker(REQUEST_LIMITS);
  readonly #bytes = new GrowingBuffer();
  #isOver = false;
  #behind: Uint8Array = new Uint8Array(0);

  constructor() {
    this.#walker.begin(0);
  }

  /** What came behind the request in the chunk that completed it. */
  get behind(): Uint8Array {
    return this.#behind;
  }

  /**
   * @returns the whole encoded request, once; later chunks are ignored
   * @throws {RequestError} for bytes that are not msgpack, once
   */
  push(chunk: Uint8Array): Uint8Array | undefined {
    if (this.#isOver) return undefined;
    const reached = this.#walker.walk(chunk, 0);
    this.#isOver = reached !== NEED_MORE;
    if (reached === FAULTED) throw new RequestError('the request is not a msgpack value');
    if (reached === NEED_MORE) {
      this.#bytes.append(chunk);
      return undefined;
    }
    this.#bytes.append(chunk.subarray(0, reached));
    this.#behind = chunk.subarray(reached);
    return this.#bytes.take();
  }
}

/**
 * @param bytes one whole value, as `RequestReader` gives it
 * @throws {RequestError} for a value that is not a request
 */
export function decodeRequest(bytes: Uint8Array): Request {
  const value = decodeValue(bytes);
  if (!Array.isArray(value)) throw new RequestError('the request is not an array [method, arguments]');
  const items: readonly unknown[] = value;
  const [method, args, options] = items;
  if (typeof method !== 'string') throw new RequestError('the method of the request is not a string');
  if (!Array.isArray(args)) throw new RequestError('the arguments of the request are not an array');
  return { method, args, options: readOptions(options) };
}

function readOptions(value: unknown): RequestOptions {
  if (typeof value !== 'object' || value === null) return {};
  const lease = 'lease' in value && value.lease === true;
  const valueDepth = 'valueDepth' in value ? readDepth(value.valueDepth) : undefined;
  return {
    ...(lease ? { lease } : {}),
    ...(lease && 'reuse' in value && value.reuse === true ? { reuse: true } : {}),
    ...('deadline' in value && typeof value.deadline === 'number' && value.deadline > 0
      ? { deadline: value.deadline }
      : {}),
    ...(valueDepth === undefined ? {} : { valueDepth }),
  };
}

function readDepth(value: unknown): number | undefined {
  const isDepth = typeof value === 'number' && Number.isInteger(value) && value >= 1;
  return isDepth ? Math.min(value, MAX_VALUE_DEPTH) : undefined;
}
