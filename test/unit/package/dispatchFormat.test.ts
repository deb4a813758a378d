import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { CHANNELS } from '../../../src/wire/channel.ts';
import { FORMAT_VERSION, MAX_CHUNK_BYTES, MAX_JSON_BYTES, RECORD_KINDS } from '../../../src/recording/file/format.ts';
import { readRecording, toNdjsonLine } from '../../../src/recording/index.ts';
import { callNdjsonLine } from '../../../src/recording/ndjson.ts';
import { MAX_JSON_VALUES } from '../../../src/recording/json/recordJson.ts';
import { hexExamples, tableRows } from '../../support/hexExamples.ts';
import { chunk, freshPath, record } from '../recording/recordings.ts';

const page = await readFile(join(import.meta.dirname, '../../../docs/dispatch-format.md'), 'utf8');
const [example, ...others] = hexExamples(page);

it('shows one recording, which is read as it says, and is written just so', async () => {
  if (!example) throw new Error('there is no example');
  expect([example.kind, others]).toEqual(['recording', []]);
  const path = freshPath();
  await writeFile(path, example.bytes);
  await using recording = await readRecording(path);
  const lines = [callNdjsonLine(recording.meta)];
  for await (const event of recording) lines.push(toNdjsonLine(event));
  expect(lines.map((line): unknown => JSON.parse(line))).toEqual(example.json);
  expect(recording.cut).toBeUndefined();
  const answer = Buffer.from('010000000000001592a67374646f7574a368690a92a672657475726e03', 'hex');
  const written = record(
    [
      chunk('multiplexed', answer.subarray(0, 22), 81.25),
      chunk('multiplexed', answer.subarray(22), 81.3),
      { lifecycle: { event: 'exited', code: 0, signal: null, oomKilled: false }, t: 120 },
      { outcome: { outcome: 'returned' }, t: 121.5 },
    ],
    recording.meta,
  );
  expect((await readFile(written)).toString('hex')).toBe(example.hex);
});

it('has the version, the kinds, the channels and the bounds in force', () => {
  const header = Object.fromEntries(tableRows(page, 'header').map(([name = '', , what = '']) => [name, what]));
  expect(header['version']).toBe(`${FORMAT_VERSION}`);
  const fields = Object.fromEntries(tableRows(page, 'record').map(([name = '', , what = '']) => [name, what]));
  const numbered = (cell = ''): unknown =>
    Array.from(cell.matchAll(/(\d+) `(\w+)`/g), ([, n, name]) => [Number(n), name]);
  expect(numbered(fields['kind'])).toEqual(RECORD_KINDS.map((kind, i) => [i + 1, kind]));
  expect(numbered(fields['channel'])).toEqual(CHANNELS.map((channel, i) => [i + 1, channel]));
  expect(fields['length']).toContain(
    `${MAX_CHUNK_BYTES / 1024} KiB in a chunk, ${MAX_JSON_BYTES / 1024 ** 2} MiB else`,
  );
  const { meta, lifecycle, outcome } = MAX_JSON_VALUES;
  expect(page.replaceAll(/\s+/g, ' ')).toContain(
    `a \`meta\` has at most ${meta} values, keys included, a \`lifecycle\` ${lifecycle}, an \`outcome\` ${outcome}`,
  );
});
