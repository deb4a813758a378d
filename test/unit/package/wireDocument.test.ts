import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RELAY_EXIT } from '../../../inmate-template/entrypoint/relay/relay.ts';
import { DEFAULT_LIMITS } from '../../../src/engine/options/limits.ts';
import { AnswerDecoder } from '../../../src/wire/answer/answerDecoder.ts';
import { decodeValue } from '../../../src/wire/msgpack/decodeValue.ts';
import { encodeValue } from '../../../src/wire/msgpack/encodeValue.ts';
import type { Fault } from '../../../src/wire/msgpack/fault.ts';
import { FRAME_TYPES, isTerminal } from '../../../src/wire/frame.ts';
import { encodeFrameParts, encodeStdoutParts } from '../../../src/wire/frameEncoder.ts';
import { DEFAULT_VALUE_LIMITS, MAX_VALUE_DEPTH } from '../../../src/wire/msgpack/limits.ts';
import { encodeLoaded, LoadedReader, type Loaded } from '../../../src/wire/loadedSignal.ts';
import { encodeReady, ReadyReader } from '../../../src/wire/readySignal.ts';
import { decodeRequest, encodeRequest, RequestReader, type RequestOptions } from '../../../src/wire/request.ts';
import { bytesToTagged, fromTagged, toTagged } from '../../../src/wire/json/taggedJson.ts';
import { hexExamples, tableRows, type HexExample } from '../../support/hexExamples.ts';
import type { Channel } from '../../../src/wire/channel.ts';

const page = await readFile(join(import.meta.dirname, '../../../docs/wire.md'), 'utf8');
const examples = hexExamples(page);

const hexOf = (...parts: readonly Uint8Array[]): string => Buffer.concat(parts).toString('hex');

const list = (json: unknown): readonly unknown[] => {
  if (!Array.isArray(json)) throw new TypeError('the example is not a list');
  return json;
};

/** What comes of an answer: `[type, value, microseconds?]` of each frame, and the fault. */
function read(channel: Channel, bytes: Uint8Array): { readonly frames: unknown[]; readonly fault: Fault | undefined } {
  const frames: unknown[] = [];
  const decoder = new AnswerDecoder(
    {
      frame: ({ type, content, at }) => {
        const value = content?.type === 'stdout' ? bytesToTagged(content.value) : toTagged(content?.value);
        frames.push(at === undefined ? [type, value] : [type, value, at]);
      },
      stderr: (part) => frames.push(['stderr', bytesToTagged(part)]),
      daemonError: (part) => frames.push(['daemon', bytesToTagged(part)]),
      fault: () => undefined,
    },
    { limits: DEFAULT_VALUE_LIMITS },
  );
  decoder.push(channel, bytes);
  const { truncated } = decoder.end();
  return { frames, fault: decoder.fault ?? truncated };
}

function encodeFrame(json: unknown): string {
  const [type, value, at] = list(json);
  const time = typeof at === 'number' ? at : undefined;
  if (type === 'stdout') return hexOf(...encodeStdoutParts(Buffer.from(String(value)), time));
  if (type !== 'yield' && type !== 'return' && type !== 'raise') throw new TypeError(`a frame of type ${String(type)}`);
  return hexOf(...encodeFrameParts(type, encodeValue(fromTagged(value)), time));
}

function encodeExampleRequest(json: unknown): string {
  const [method, args, options] = list(json);
  return hexOf(encodeRequest(String(method), list(fromTagged(args)), options as RequestOptions | undefined));
}

function loadedWords(bytes: Uint8Array): readonly Loaded[] {
  const said: Loaded[] = [];
  const reader = new LoadedReader((loaded) => said.push(loaded));
  expect(reader.push(bytes)).toEqual([]);
  return said;
}

/** Holds an example to what this project's own code makes of it, and makes it of. */
const CHECKS: Readonly<Record<string, (example: HexExample) => void>> = {
  attach: ({ bytes, json }) => expect(read('multiplexed', bytes)).toEqual({ frames: json, fault: undefined }),
  request: ({ bytes, hex, json }) => {
    const [method, args, options = {}] = list(json);
    expect(encodeExampleRequest(json)).toBe(hex);
    const whole = new RequestReader().push(bytes);
    expect(decodeRequest(whole ?? new Uint8Array(0))).toEqual({ method, args, options });
  },
  frame: ({ bytes, hex, json }) => {
    expect(read('stdout', bytes)).toEqual({ frames: [json], fault: undefined });
    expect(encodeFrame(json)).toBe(hex);
  },
  // What others write in another form.
  'frame gem': ({ bytes, json }) => expect(read('stdout', bytes)).toEqual({ frames: [json], fault: undefined }),
  ready: ({ bytes, hex, json }) => {
    const reader = new ReadyReader();
    expect([reader.push(bytes, 0, bytes.length), reader.ready]).toEqual([bytes.length, json]);
    expect(hexOf(encodeReady(json === true))).toBe(hex);
  },
  loaded: ({ bytes, hex, json }) => {
    expect(loadedWords(bytes)).toEqual([json]);
    expect(hexOf(encodeLoaded(json as Loaded))).toBe(hex);
  },
  violation: ({ bytes, json }) => expect(read('stdout', bytes).fault).toEqual({ kind: 'violation', ...Object(json) }),
};

describe('docs/wire.md', () => {
  it('has examples of all that goes over the wire', () => {
    expect(new Set(examples.map(({ kind }) => kind))).toEqual(new Set(Object.keys(CHECKS)));
    const shown = examples.flatMap(({ kind, json }) => (kind.startsWith('frame') ? [list(json)[0]] : []));
    expect(new Set(shown)).toEqual(new Set(FRAME_TYPES));
  });

  it.each(examples)('means what it says: $kind, $hex', (example) => {
    expect.hasAssertions();
    CHECKS[example.kind]?.(example);
  });

  const values = tableRows(page, 'value').map(
    ([json = '', hex = '']) => [json.slice(1, -1), hex.slice(1, -1)] as const,
  );

  it('shows each kind of value', () => {
    expect(values.length).toBeGreaterThan(15);
  });

  it.each(values)('writes and reads %s as it says', (json, hex) => {
    const value = fromTagged(JSON.parse(json));
    const bytes = hex.replaceAll(' ', '');
    expect(hexOf(encodeValue(value))).toBe(bytes);
    expect(decodeValue(Buffer.from(bytes, 'hex'))).toEqual(value);
  });

  it('has the limits in force', () => {
    const limits = tableRows(page, 'limit').map(([name = '', value]) => [name.slice(1, -1), Number(value)]);
    const { valueBytes, valueNodes, valueDepth, outputBytes } = DEFAULT_LIMITS;
    expect(Object.fromEntries(limits)).toEqual({ valueBytes, valueNodes, valueDepth, outputBytes });
    expect(page).toContain(`more than ${MAX_VALUE_DEPTH} is ${MAX_VALUE_DEPTH}`);
  });

  it('has every option of a request, and every type of frame', () => {
    const options: Readonly<Record<keyof RequestOptions, true>> = {
      lease: true,
      deadline: true,
      reuse: true,
      valueDepth: true,
    };
    const named = (head: string): readonly string[] => tableRows(page, head).map(([name = '']) => name.slice(1, -1));
    expect(named('option')).toEqual(Object.keys(options));
    const types = tableRows(page, 'type').map(([type = '', what = '']) => [
      type.slice(1, -1),
      what.includes('terminal'),
    ]);
    expect(types).toEqual(FRAME_TYPES.map((type) => [type, isTerminal(type)]));
  });

  it('has the statuses with which an entrypoint ends', () => {
    const statuses = tableRows(page, 'status').map(([status]) => status);
    const { answered, hostGone, truncatedRequest } = RELAY_EXIT;
    expect(statuses).toEqual([`${answered}`, `${hostGone}`, `${truncatedRequest}`, 'any, 128 + n']);
  });
});
