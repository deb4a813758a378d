import type { ExtData } from '../../wire/msgpack/ext.ts';

/** An inmate of unknown type: any method, with any arguments. */
export interface AnyInmate {
  readonly [method: string]: (...args: readonly unknown[]) => unknown;
}

/** Exports that are never methods, even if they are functions. */
type NeverMethods = 'default' | 'then' | '__proto__' | 'module.exports' | '__esModule';

/** Names of the methods: the functions that the inmate's module exports; a class is not a method. */
export type MethodName<Inmate> = keyof Inmate &
  string &
  {
    [Name in keyof Inmate]-?: Name extends NeverMethods
      ? never
      : Inmate[Name] extends (...args: never) => unknown
        ? Name
        : never;
  }[keyof Inmate];

/** One way in which a method can be called. */
interface Signature<Args extends readonly unknown[], R> {
  readonly args: Args;
  readonly given: R;
}

/** What is inferred for an overload that a function does not have. */
type NoSignature = Signature<unknown[], unknown>;

/** The first four overloads of a function: TypeScript itself infers only the last. */
type Overloads<F> = F extends {
  (...args: infer A1): infer R1;
  (...args: infer A2): infer R2;
  (...args: infer A3): infer R3;
  (...args: infer A4): infer R4;
}
  ? readonly [Signature<A1, R1>, Signature<A2, R2>, Signature<A3, R3>, Signature<A4, R4>]
  : F extends { (...args: infer A1): infer R1; (...args: infer A2): infer R2; (...args: infer A3): infer R3 }
    ? readonly [Signature<A1, R1>, Signature<A2, R2>, Signature<A3, R3>]
    : F extends { (...args: infer A1): infer R1; (...args: infer A2): infer R2 }
      ? readonly [Signature<A1, R1>, Signature<A2, R2>]
      : F extends (...args: infer A) => infer R
        ? readonly [Signature<A, R>]
        : readonly never[];

/** The signatures that exist; for a function that takes and returns anything, just that one. */
type Signatures<F> = F extends (...args: infer A) => infer R
  ? IsAnything<A, R> extends true
    ? NoSignature
    : RealSignature<Overloads<F>[number]>
  : never;

type RealSignature<S> = S extends Signature<infer A, infer R> ? (IsAnything<A, R> extends true ? never : S) : never;

type IsAnything<A, R> = IsUnknown<R> extends true ? (unknown[] extends A ? true : false) : false;

/** The list of arguments that a method takes; for an overloaded method, the list of any overload. */
export type MethodArgs<Inmate, Name extends keyof Inmate> =
  Signatures<Inmate[Name]> extends Signature<infer Args, unknown> ? Readonly<Args> : never;

/** Methods that can be called without arguments. */
export type MethodWithoutArgs<Inmate> = {
  [Name in MethodName<Inmate>]: readonly [] extends MethodArgs<Inmate, Name> ? Name : never;
}[MethodName<Inmate>];

/** What a method returns when it is called with these arguments, a promise or a generator included. */
type Given<F, Args extends readonly unknown[]> = GivenBy<Signatures<F>, Args>;

type GivenBy<S, Args extends readonly unknown[]> =
  S extends Signature<infer Taken, infer R> ? (Args extends Readonly<Taken> ? R : never) : never;

/** The result of a method, as it arrives: what it resolves to, or what its generator returns. */
export type MethodResult<Inmate, Name extends keyof Inmate, Args extends readonly unknown[]> = ResultOf<
  Awaited<Given<Inmate[Name], Args>>
>;

/** What arrives with one yield of a method: the list of the values that were yielded together, here always one. */
export type MethodYield<Inmate, Name extends keyof Inmate, Args extends readonly unknown[]> = YieldOf<
  Awaited<Given<Inmate[Name], Args>>
>;

type ResultOf<T> =
  IsUnknown<T> extends true ? unknown : T extends Iterated<infer _Y, infer R> ? Received<R> : Received<T>;

type YieldOf<T> =
  IsUnknown<T> extends true
    ? readonly unknown[]
    : [Extract<T, Iterated<unknown, unknown>>] extends [never]
      ? readonly never[]
      : Extract<T, Iterated<unknown, unknown>> extends Iterated<infer Y, unknown>
        ? readonly [Received<Y>]
        : never;

/** What is drained: generators and other iterators, and async iterables such as streams. */
type Iterated<Y, R> = Stepped<Y, R> | { [Symbol.asyncIterator](): Stepped<Y, R> };

/** Recognised by its `next` alone: the types of iterators have changed with the versions of TypeScript. */
interface Stepped<Y, R> {
  next(...args: never): IteratorResult<Y, R> | Promise<IteratorResult<Y, R>>;
}

type IsUnknown<T> = unknown extends T ? true : false;

/** Values that a frame cannot carry: they raise in the inmate. */
type Unsendable = ((...args: never) => unknown) | symbol | ReadonlySet<unknown> | WeakKeyed | RegExp | Error;
type WeakKeyed = WeakMap<object, unknown> | WeakSet<object>;

type Bytes = Uint8Array | Uint8ClampedArray | DataView | ArrayBuffer | SharedArrayBuffer;

/** A value of the inmate as it arrives here, after encoding and decoding. */
export type Received<T> =
  IsUnknown<T> extends true
    ? unknown
    : T extends undefined | void
      ? null
      : T extends bigint
        ? number | bigint
        : T extends string | number | boolean | null | Date | ExtData
          ? T
          : T extends Bytes
            ? Uint8Array
            : T extends ReadonlyMap<infer K, infer V>
              ? ReceivedMap<K, V>
              : T extends Unsendable
                ? never
                : T extends { toJSON(...args: never): infer J }
                  ? Received<J>
                  : T extends readonly unknown[]
                    ? { [I in keyof T]: Received<T[I]> }
                    : keyof T extends never
                      ? T
                      : { [Name in keyof T as Name extends symbol ? never : Name]: ReceivedMember<T[Name]> };

/** Maps whose keys are all strings, and empty ones, arrive as objects. */
type ReceivedMap<K, V> = [K] extends [string]
  ? Record<string, Received<V>>
  : Map<Received<K>, Received<V>> | Record<string, Received<V>>;

/** Members that are `undefined` are left out. */
type ReceivedMember<T> = T extends undefined ? undefined : Received<T>;
