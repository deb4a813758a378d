import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What a frame of a recorded answer decodes to; large outputs are known by their hash alone. */
export type ExpectedFrame =
  | { readonly type: 'stdout'; readonly bytes: number; readonly sha256: string }
  | { readonly type: 'yield' | 'return' | 'raise'; readonly value: unknown };

/** An attach stream recorded from the original's container, with what was sent and what it decodes to. */
export interface WireFixture {
  readonly name: string;
  /** The raw stream, still multiplexed by Docker. */
  readonly attach: Uint8Array;
  readonly method: string;
  readonly args: readonly unknown[];
  /** The encoded request, hexadecimal. */
  readonly requestHex: string;
  readonly frames: readonly ExpectedFrame[];
  readonly stderr: string;
}

const FOLDER = new URL('../fixtures/wire/', import.meta.url);

/** Every recorded answer, by name. @throws {TypeError} for a file that does not say what it must */
export function loadWireFixtures(): readonly WireFixture[] {
  const names = readdirSync(fileURLToPath(FOLDER)).flatMap((file) => /^(.+)\.attach\.bin$/.exec(file)?.[1] ?? []);
  return names.toSorted().map(loadWireFixture);
}

export function loadWireFixture(name: string): WireFixture {
  const expected: unknown = JSON.parse(readFileSync(new URL(`${name}.expected.json`, FOLDER), 'utf8'));
  const fail = (what: string): never => {
    throw new TypeError(`${name}.expected.json: ${what}`);
  };
  if (typeof expected !== 'object' || expected === null) return fail('no object');
  const { request, requestHex, frames, stderr } = { request: 0, requestHex: 0, frames: 0, stderr: 0, ...expected };
  const [method, args] = list(request) ?? fail('request');
  if (typeof method !== 'string' || !Array.isArray(args)) return fail('request');
  if (typeof requestHex !== 'string' || typeof stderr !== 'string') return fail('requestHex, stderr');
  return {
    name,
    attach: new Uint8Array(readFileSync(new URL(`${name}.attach.bin`, FOLDER))),
    method,
    args,
    requestHex,
    frames: (list(frames) ?? fail('frames')).map((frame) => readFrame(frame) ?? fail(JSON.stringify(frame))),
    stderr,
  };
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function readFrame(frame: unknown): ExpectedFrame | undefined {
  const [type, value] = list(frame) ?? [];
  if (type === 'yield' || type === 'return' || type === 'raise') return { type, value };
  if (type !== 'stdout' || typeof value !== 'object' || value === null) return undefined;
  if ('base64' in value && typeof value.base64 === 'string') {
    const bytes = Buffer.from(value.base64, 'base64');
    return { type, bytes: bytes.length, sha256: sha256(bytes) };
  }
  if (!('bytes' in value) || typeof value.bytes !== 'number') return undefined;
  if (!('sha256' in value) || typeof value.sha256 !== 'string') return undefined;
  return { type, bytes: value.bytes, sha256: value.sha256 };
}

function list(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) ? value : undefined;
}
