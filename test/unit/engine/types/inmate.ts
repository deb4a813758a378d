import { setImmediate } from 'node:timers/promises';
import { Readable } from 'node:stream';

/** An inmate whose types are told in `hoosegowTypes.test.ts`; it is never run. */

export function add(a: number, b: number = 0): number {
  return a + b;
}

export async function greet(name?: string): Promise<string> {
  await setImmediate();
  return `hello ${name}`;
}

export function nothing(): void {}

export function* count(to: number): Generator<number, 'done'> {
  for (let n = 0; n < to; n++) yield n;
  return 'done';
}

export async function* render(markdown: string): AsyncGenerator<{ section: number; at: Date }, Map<number, Buffer>> {
  await setImmediate();
  yield { section: markdown.length, at: new Date() };
  return new Map();
}

export function promised(): Promise<AsyncGenerator<string, boolean>> {
  return Promise.resolve(
    (async function* () {
      await setImmediate();
      yield 'one';
      return true;
    })(),
  );
}

export function stream(): Readable {
  return Readable.from(['a']);
}

export function parse(text: string): object;
export function parse(bytes: Uint8Array, strict: boolean): number[];
export function parse(_given: string | Uint8Array, _strict?: boolean): object | number[] {
  return [];
}

export function first<T>(items: readonly T[]): T | undefined {
  return items[0];
}

export interface Report {
  readonly when: Date;
  readonly bytes: Buffer;
  readonly sizes: Map<string, bigint>;
  readonly byId: Map<number, Date>;
  readonly link: URL;
  readonly note?: string | undefined;
  readonly pair: readonly [string, number | undefined];
}

export const report = (_input: { readonly id: string; readonly bytes: Uint8Array }): Promise<Report> =>
  Promise.reject(new Error('never run'));

export function set(): Set<string> {
  return new Set();
}

export function many(...parts: readonly string[]): string {
  return parts.join('');
}

export function anything(value: unknown): unknown {
  return value;
}

export const version = '1.0';
export const settings = { deep: true };
export class Helper {
  readonly helps = true;
}
export type Name = string;

export default function main(): number {
  return 1;
}
