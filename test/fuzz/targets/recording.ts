import { deepStrictEqual, ok } from 'node:assert';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { RecordingError } from '../../../src/recording/errors.ts';
import type { DispatchEvent, DispatchMeta } from '../../../src/recording/event.ts';
import { CHANNELS } from '../../../src/wire/channel.ts';
import { encodeFileHeader, encodeRecordHeader, type RecordKind } from '../../../src/recording/file/format.ts';
import { RecordingReader } from '../../../src/recording/recordingReader.ts';
import { writeMeta } from '../../../src/recording/json/storedMeta.ts';
import { EXPORT_FORMATS } from '../../../src/protocol/protocol.ts';
import { readPageAssets } from '../../../src/timeline/export/page/pageAssets.ts';
import { exportRecording } from '../../../src/timeline/export/exportRecording.ts';
import { anyFrame } from '../../unit/wire/scan.ts';
import { dockerFrame } from '../../unit/wire/streams.ts';
import { Random } from '../random.ts';
import { bytesOf } from '../text.ts';
import type { Target } from '../target.ts';

const META: DispatchMeta = {
  method: 'm',
  args: [1, 'x'],
  startedAt: '2026-01-02T03:04:05.678Z',
  engine: 'docker',
  endpoint: null,
  image: null,
  runtime: null,
  limits: { valueBytes: 100_000, valueNodes: 5000, valueDepth: 30 },
  isolation: '',
  inmateDir: null,
};

function recordOf(kind: RecordKind, payload: Uint8Array, t = 0, channel?: (typeof CHANNELS)[number]): Uint8Array {
  return Buffer.concat([encodeRecordHeader(kind, channel, t, payload.length), payload]);
}

const HEAD = Buffer.concat([encodeFileHeader(), recordOf('meta', bytesOf(writeMeta(META)))]);

const stream = fc.oneof(
  fc.tuple(fc.constantFrom(1, 1, 1, 2, 3), anyFrame).map(([number, { bytes }]) => dockerFrame(number, bytes)),
  anyFrame.map(({ bytes }) => bytes),
  fc.uint8Array({ maxLength: 30 }),
);
const json = fc.constantFrom(
  '{"event":"note","text":"<b>=1+1"}',
  '{"event":"exited","code":0,"signal":null,"oomKilled":true}',
  '{"event":"created","container":"c"}',
  '{"event":"kill","reason":"r"}',
  '{"event":"started","container":"c","waited":5}',
  '{"event":"started","container":"c","waited":5,"shared":2}',
  '{"event":"kept","container":"c","served":3}',
  '{"event":"build"',
  '[]',
);
const outcomes = fc.constantFrom(
  '{"outcome":"returned"}',
  '{"outcome":"raised","class":"E","message":"m","backtrace":["b"],"cause":{"class":"C","message":"","backtrace":[]}}',
  '{"outcome":"protocol-violation","offset":3,"expected":"a","found":"b","notes":["n"]}',
  '{"outcome":"output-limit","limit":5,"setting":"valueBytes"}',
  '{"outcome":"?"}',
);
const records = fc.oneof(
  fc
    .tuple(fc.constantFrom(...CHANNELS), stream, fc.nat(1e6))
    .map(([channel, bytes, t]) => recordOf('chunk', bytes, t, channel)),
  json.map((text) => recordOf('lifecycle', bytesOf(text))),
);
const files = fc
  .tuple(fc.array(records, { maxLength: 8 }), fc.option(outcomes))
  .map(([all, last]) => Buffer.concat([HEAD, ...all, ...(last === null ? [] : [recordOf('outcome', bytesOf(last))])]));

const folder = mkdtempSync(join(tmpdir(), 'hoosegow-fuzz-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
const path = join(folder, 'fuzzed.dispatch');

/** A recording from a stranger: it opens, up to where it is damaged, or says why not; and its readers agree. */
export const recording: Target = {
  name: 'recording',
  generate: (seed, count) => fc.sample(files, { seed, numRuns: count }).map((bytes) => new Uint8Array(bytes)),
  run: async (input) => {
    writeFileSync(path, input);
    try {
      await readEverything(Random.of(input));
    } catch (error) {
      if (!(error instanceof RecordingError)) throw error;
      ok(error.message.includes(path), 'an error does not name the file');
    }
  },
};

async function readEverything(random: Random): Promise<void> {
  const reader = await RecordingReader.open(path);
  const events: DispatchEvent[] = [];
  for await (const event of reader.events()) events.push(event);
  const { truncated } = reader;
  ok(truncated !== undefined || events.at(-1)?.type === 'outcome', 'nothing says why there is no outcome');
  const index = reader.index();
  await index.extend();
  deepStrictEqual([index.length, index.complete, index.truncated], [events.length, true, truncated], 'the index');
  const rows = index.reader();
  try {
    for (const { seq, t, type, value } of events) {
      deepStrictEqual([index.type(seq), index.t(seq)], [type, t], 'a row');
      deepStrictEqual(await rows.bodyAt(seq), { type, value }, 'what a row holds');
      const limit = random.below(64);
      ok((await rows.rawAt(seq, limit)).bytes.length <= Math.max(limit, 8), 'more raw bytes than asked for');
    }
  } finally {
    rows.close();
  }
  const format = random.oneOf(EXPORT_FORMATS);
  const parts: Uint8Array[] = [];
  await exportRecording(reader, format, (bytes) => void parts.push(new Uint8Array(bytes)));
  const text = Buffer.concat(parts).toString();
  if (format === 'html') {
    const markup = markupOf(await withoutOwnParts(text));
    ok(!/<script|javascript:|\son\w+=|<iframe|<object|<embed|https?:\/\//i.test(markup), 'an export is not inert');
  }
  if (format === 'chrome-trace') JSON.parse(text);
  if (format === 'ndjson') for (const line of text.split('\n')) if (line !== '') JSON.parse(line);
}

/** A page without what is the same in each: the timeline itself; and without the recording, which is packed. */
async function withoutOwnParts(html: string): Promise<string> {
  const { style, scripts } = await readPageAssets();
  let rest = html.replace(style, '');
  for (const script of scripts) rest = rest.replace(`<script>${script}</script>`, () => '');
  return rest.replaceAll(/<script type="text\/plain" id="hoosegow-\w+">[A-Za-z0-9+/=]*<\/script>/g, '');
}

/** The tags of a page, without what stands between them. */
function markupOf(html: string): string {
  return (html.match(/<[^>]*>/g) ?? []).join('\n');
}
