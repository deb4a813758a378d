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

  it.each(['ndjson', 'html', 'chrome-trace'] as const)('as %s has the characters that pieces cut', async (format) => {
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

describe('an HTML page', () => {
  const tags = ['!doctype', 'html', 'head', 'meta', 'title', 'style', 'body', 'h1', 'p', 'dl', 'dt', 'dd', 'table'];
  const allowed = new Set([...tags, 'thead', 'tbody', 'tr', 'th', 'td', 'pre']);

  it.each(PAYLOADS)('does nothing with %j in every field', async (payload) => {
    const page = await exportedText(hostile(payload), 'html');
    const [, head = '', style = '', body = ''] = /^(.*?<style>)(.*?)(<\/style>.*)$/s.exec(page) ?? [];
    expect(style).not.toContain('<');
    const names = [...`${head}${body}`.matchAll(/<\/?([^\s>/]*)/g)].map(([, name = '']) => name.toLowerCase());
    expect(names.filter((name) => !allowed.has(name))).toEqual([]);
    // None of the attributes runs or fetches anything.
    const attributes = [...`${head}${body}`.matchAll(/<[a-z0-9]+\s([^>]*)>/gi)].flatMap(([, list = '']) =>
      [...list.matchAll(/([^\s=]+)="[^"]*"/g)].map(([, name]) => name),
    );
    expect(new Set(attributes)).toEqual(
      new Set(['charset', 'class', 'content', 'http-equiv', 'lang', 'name', 'scope']),
    );
    for (const unsafe of ['\u202e', '\u0000']) expect(page).not.toContain(unsafe);
    expect(page).toContain(`default-src 'none'`);
  });

  it('allows its own style by the hash of it, and nothing else', async () => {
    const page = await exportedText(record(STEPS), 'html');
    const [, style = ''] = /<style>(.*?)<\/style>/s.exec(page) ?? [];
    const digest = Buffer.from(await crypto.subtle.digest('SHA-256', text(style))).toString('base64');
    expect(page).toContain(
      `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'">`,
    );
    expect(page.indexOf('Content-Security-Policy')).toBeLessThan(page.indexOf('<style>'));
  });

  it('says what happened, and what it leaves out', async () => {
    const page = await exportedText(record(STEPS), 'html');
    expect(page).toContain('<p class="outcome returned">returned in 6 ms</p>');
    expect(page).toContain('<dt>Image</dt><dd>hoosegow:abc</dd>');
    expect(page).toContain('<td class="text"><pre>[{&quot;a&quot;:1}]</pre></td>');
    expect(page).toContain('<pre>one</pre>');
    const many = Array.from({ length: 20_500 }, () => stdoutFrame('x'));
    const long = await exportedText(record([chunk('stdout', concat(...many))]), 'html');
    expect(long).toContain('500 more rows left out');
    expect(long).toContain('the recording was cut: it ends without an outcome');
  });
});
