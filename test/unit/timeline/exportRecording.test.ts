import { decode, encode } from '@msgpack/msgpack';
import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { callNdjsonLine, toNdjsonLine } from '../../../src/recording/ndjson.ts';
import { RecordingReader } from '../../../src/recording/recordingReader.ts';
import type { DispatchMeta } from '../../../src/recording/event.ts';
import { EXPORT_FORMATS, type ExportFormat } from '../../../src/protocol/protocol.ts';
import { exportRecording } from '../../../src/timeline/export/exportRecording.ts';
import { chunk, eventsOf, META, note, record, RETURNED, type Step } from '../recording/recordings.ts';
import { concat, dockerFrame, stdoutFrame, text, valueFrame } from '../wire/streams.ts';

const BINARY = Uint8Array.from({ length: 256 }, (_, i) => i);

const STEPS: readonly Step[] = [
  { lifecycle: { event: 'start' }, t: 1 },
  { lifecycle: { event: 'started' }, t: 3 },
  chunk('multiplexed', dockerFrame(1, stdoutFrame(BINARY, 500)), 4),
  chunk('multiplexed', concat(dockerFrame(2, text('one\n')), dockerFrame(1, valueFrame('yield', [{ a: 1 }])))),
  chunk('multiplexed', concat(dockerFrame(2, text('two')), dockerFrame(1, stdoutFrame('tail')))),
  chunk('multiplexed', dockerFrame(1, valueFrame('return', 'done')), 6),
  { lifecycle: { event: 'exited', code: 0, signal: null, oomKilled: false }, t: 7 },
  { outcome: RETURNED, t: 8 },
];

async function exported(path: string, format: ExportFormat): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  await exportRecording(await RecordingReader.open(path), format, (bytes) => void parts.push(new Uint8Array(bytes)));
  return concat(...parts);
}

async function exportedText(path: string, format: ExportFormat): Promise<string> {
  return new TextDecoder().decode(await exported(path, format));
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid?: number;
  readonly ts?: number;
  readonly dur?: number;
  readonly args?: Readonly<Record<string, unknown>>;
}

describe('an export', () => {
  it('of a stream is its bytes as they were printed', async () => {
    const path = record(STEPS);
    expect(await exported(path, 'stdout')).toEqual(concat(BINARY, text('tail')));
    expect(await exported(path, 'stderr')).toEqual(text('one\ntwo'));
  });

  it('as NDJSON is what the command line prints', async () => {
    const path = record(STEPS);
    const lines = (await exportedText(path, 'ndjson')).split('\n');
    expect(lines.pop()).toBe('');
    expect(JSON.parse(lines.shift() ?? '')).toEqual(JSON.parse(callNdjsonLine(META)));
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(
      (await eventsOf(path)).map((event) => JSON.parse(toNdjsonLine(event)) as unknown),
    );
    expect(await exportedText(record([note('cut')]), 'ndjson')).toMatch(/"truncated":true\}\n$/);
  });

  it.each(['ndjson', 'chrome-trace'] as const)('as %s has the characters that pieces cut', async (format) => {
    const bytes = text('€uro und 👍');
    const pieces = Array.from(bytes, (byte) => chunk('multiplexed', dockerFrame(2, Uint8Array.of(byte))));
    const frames = Array.from(bytes, (byte) => chunk('multiplexed', dockerFrame(1, stdoutFrame(Uint8Array.of(byte)))));
    const exports = await exportedText(record([...pieces, ...frames, { outcome: RETURNED, t: 1 }]), format);
    expect(exports.match(/€/g)).toHaveLength(2);
    expect(exports.match(/👍/g)).toHaveLength(2);
    expect(exports).not.toMatch(/base64|\ufffd|\\xe2/);
  });

  it('as a Chrome trace has a thread for each lane, spans, and an instant for every row', async () => {
    const trace = JSON.parse(await exportedText(record(STEPS), 'chrome-trace')) as { traceEvents: TraceEvent[] };
    const of = (ph: string) => trace.traceEvents.filter((event) => event.ph === ph);
    const names = of('M').map(({ name, tid, args }) => [name, tid, args?.['name']]);
    expect(names).toContainEqual(['process_name', undefined, expect.stringContaining('render(')]);
    expect(names).toContainEqual(['thread_name', 4, 'yield']);
    expect(of('X').map(({ name, tid, ts, dur }) => [name, tid, ts, dur])).toEqual([
      ['start', 1, 1000, 2000],
      ['run', 1, 3000, 4000],
    ]);
    const instants = of('i');
    expect(instants).toHaveLength((await eventsOf(record(STEPS))).length);
    expect(instants[2]).toMatchObject({
      name: 'stdout',
      tid: 2,
      ts: 4000,
      args: { 'ms in the inmate': 0.5, bytes: 256 },
    });
    expect(instants.map(({ pid }) => pid)).toEqual(instants.map(() => 1));
  });

  it('ends when it is aborted, and raises what its writer raises', async () => {
    const reader = await RecordingReader.open(record(STEPS));
    for (const format of EXPORT_FORMATS) {
      const reason = new Error('enough');
      const aborted = exportRecording(reader, format, () => undefined, AbortSignal.abort(reason));
      await expect(aborted).rejects.toBe(reason);
      const full = exportRecording(reader, format, () => {
        throw new Error('disk full');
      });
      await expect(full).rejects.toThrow('disk full');
    }
  });

  it('is written in batches, each once there is room', async () => {
    const lines = Array.from({ length: 5000 }, (_, i) => stdoutFrame(`${i} ${'x'.repeat(90)}\n`));
    const path = record([chunk('stdout', concat(...lines)), { outcome: RETURNED, t: 1 }]);
    let writing = 0;
    let largest = 0;
    const total = { bytes: 0 };
    await exportRecording(await RecordingReader.open(path), 'ndjson', async (bytes) => {
      expect(++writing).toBe(1);
      await new Promise((resolve) => setImmediate(resolve));
      writing--;
      largest = Math.max(largest, bytes.length);
      total.bytes += bytes.length;
    });
    expect(total.bytes).toBeGreaterThan(500_000);
    expect(largest).toBeLessThan(80_000);
  });
});

const PAYLOADS = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "'><svg onload=alert(1)>",
  '</style><script>alert(1)</script>',
  '</pre></td><iframe src="javascript:alert(1)">',
  '<!--><a href=javascript:alert(1)>',
  '&lt;script&gt;',
  '\u202e<b>\u0000</title>',
];

function hostile(payload: string): string {
  const raise = { class: payload, message: payload, backtrace: [payload] };
  const meta: DispatchMeta = {
    ...META,
    method: payload,
    args: [payload, { [payload]: payload }],
    engine: payload,
    endpoint: payload,
    image: payload,
    runtime: payload,
    isolation: payload,
    inmateDir: payload,
    startedAt: payload,
    limits: { [payload]: 1 },
  };
  return record(
    [
      note(payload),
      { lifecycle: { event: 'create', container: payload }, t: 1 },
      chunk('stdout', concat(stdoutFrame(payload), valueFrame('yield', [payload, { [payload]: [payload] }]))),
      chunk('stderr', payload),
      chunk('stdout', valueFrame('raise', raise)),
      { outcome: { outcome: 'raised', ...raise, notes: [payload] }, t: 2 },
    ],
    meta,
  );
}

/** What a page holds, unpacked. */
function partsOf(page: string): unknown[] {
  const parts = [...page.matchAll(/<script type="text\/plain" id="hoosegow-\d+">([A-Za-z0-9+/=]*)<\/script>/g)];
  return parts.map(([, base64 = '']) => decode(gunzipSync(Buffer.from(base64, 'base64'))));
}

describe('an HTML page', () => {
  const tags = ['!doctype', 'html', 'head', 'meta', 'title', 'style', 'body', 'noscript', 'h1', 'p', 'script'];

  it.each(PAYLOADS)('has nothing of %j as markup, wherever it was', async (payload) => {
    const page = await exportedText(hostile(payload), 'html');
    // Without what is named by a hash.
    const rest = page.replace(/<style [^>]*>.*?<\/style>|<script>.*?<\/script>/gs, '');
    const names = [...rest.matchAll(/<\/?([^\s>/]*)/g)].map(([, name = '']) => name.toLowerCase());
    expect(names.filter((name) => !tags.includes(name))).toEqual([]);
    const attributes = [...rest.matchAll(/<[a-z0-9]+\s([^>]*)>/gi)].flatMap(([, list = '']) =>
      [...list.matchAll(/([^\s=]+)="[^"]*"/g)].map(([, name]) => name),
    );
    expect(new Set(attributes)).toEqual(new Set(['charset', 'content', 'http-equiv', 'id', 'lang', 'name', 'type']));
    for (const unsafe of ['\u202e', '\u0000']) expect(rest).not.toContain(unsafe);
    expect(partsOf(page).length).toBe(2);
  });

  it('allows its own style and scripts by their hashes, and nothing else', async () => {
    const page = await exportedText(record(STEPS), 'html');
    const hash = (content: string) => `'sha256-${createHash('sha256').update(content).digest('base64')}'`;
    const scripts = [...page.matchAll(/<script>(.*?)<\/script>/gs)].map(([, script = '']) => hash(script));
    const [, style = ''] = /<style [^>]*>(.*?)<\/style>/s.exec(page) ?? [];
    expect(scripts).toHaveLength(2);
    const [, terminal = ''] = /<script type="text\/plain" id="hoosegow-terminal">([^<]*)<\/script>/.exec(page) ?? [];
    scripts.push(hash(gunzipSync(Buffer.from(terminal, 'base64')).toString()));
    const [, nonce = ''] = /<style id="vscode-codicon-stylesheet" nonce="([\w+/]{24})">/.exec(page) ?? [];
    expect(nonce).not.toBe('');
    expect(page).toContain(
      `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src ${scripts.join(' ')}; ` +
        `style-src ${hash(style)} 'nonce-${nonce}'; font-src data:; img-src data:; worker-src blob:; base-uri 'none'; form-action 'none'">`,
    );
    expect(page.indexOf('Content-Security-Policy')).toBeLessThan(page.indexOf('<style'));
  });

  it('holds all rows with their details, and says what it leaves out', async () => {
    const page = await exportedText(record(STEPS), 'html');
    const [head, block] = partsOf(page);
    expect(head).toMatchObject({ header: { outcome: 'returned in 6 ms' }, extent: { rows: 10, complete: true } });
    const { rows } = block as { rows: { preview: string; detail: { row: number; value: string } }[] };
    expect(rows.map(({ detail }) => detail.row)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(rows[4]).toMatchObject({ preview: '{ a: 1 }', detail: { value: '{"a":1}' } });
    expect(page).not.toContain('file-note"');
    const big = Array.from({ length: 200 }, (_, i) => stdoutFrame(`${i} ${'x'.repeat(100_000)}`));
    const cut = await exportedText(record([chunk('stdout', concat(...big)), { outcome: RETURNED, t: 1 }]), 'html');
    expect(cut).toMatch(
      /<p class="file-note">Not in this file: 1\d\.\d MiB of \d+ frames\. The recording itself has all of it\.<\/p>/,
    );
    expect(JSON.stringify(partsOf(cut)[1])).toContain('97.7 KiB that are not in this file');
  });

  it('names no place of this machine, in any of its parts', async () => {
    const dir = '/home/ada/inmates/markdown';
    const told = `at file://${dir}/inmate.ts:3 in /tmp/x and /Users/ada/y`;
    const meta = { ...META, inmateDir: dir, args: [told], endpoint: 'unix:///home/ada/docker.sock' };
    const value = { [told]: [told, text(told)] };
    const raise = { class: 'Error', message: told, backtrace: [told] };
    const steps: Step[] = [
      note(told),
      chunk('multiplexed', concat(dockerFrame(2, text(told)), dockerFrame(1, stdoutFrame(told)))),
      chunk('multiplexed', dockerFrame(1, valueFrame('yield', [value]))),
      chunk('multiplexed', dockerFrame(1, valueFrame('raise', raise))),
      { outcome: { outcome: 'raised', ...raise }, t: 2 },
    ];
    const page = await exportedText(record(steps, meta), 'html');
    const whole =
      page +
      partsOf(page)
        .map((part) => Buffer.from(encode(part, { maxDepth: 500 })).toString('latin1'))
        .join('');
    for (const place of ['/home/ada', '/Users/ada', '/tmp/x', 'inmates/markdown']) expect(whole).not.toContain(place);
    const base64 = Buffer.from(told).toString('base64').slice(8, 40);
    expect(whole).not.toContain(base64);
    expect(whole).toContain('at inmate.ts:3');
  });
});
