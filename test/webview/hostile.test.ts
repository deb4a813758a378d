import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RecordingWriter } from '../../src/recording/recordingWriter.ts';
import { dockerFrame, stdoutFrame, text, valueFrame } from '../unit/wire/streams.ts';
import { META } from './support/sampleRecording.ts';
import { TimelineDriver } from './support/timelineDriver.ts';
import { TimelineRig } from './support/timelinePage.ts';

/** What would run, ask, navigate or hide something, if it were taken for more than text. */
const CORPUS = [
  '<script>window.pwned = 1</script>',
  '<img src=x onerror="window.pwned = 1">',
  '<svg onload=window.pwned=1>',
  '"><iframe srcdoc="<script>parent.pwned=1</script>">',
  "'-window.pwned=1-'",
  '<a href="javascript:window.pwned=1">x</a>',
  '<style>@import "http://evil.example/x.css"; * { display: none }</style>',
  '<link rel=stylesheet href=http://evil.example/x.css>',
  '<meta http-equiv=refresh content="0;url=http://evil.example">',
  '<base href=http://evil.example/>',
  '<form action=http://evil.example><button formaction=javascript:window.pwned=1>',
  '<math><mtext></mtext><mglyph><svg><mtext><style><img src=x onerror=window.pwned=1>',
  '{{constructor.constructor("window.pwned=1")()}}',
  '${window.pwned=1}',
  '</title><script>window.pwned=1</script>',
  '\u001b]8;;javascript:window.pwned=1\u0007click\u001b]8;;\u0007',
  '\u001b[31m<img src=x onerror=window.pwned=1>\u001b[0m',
  '\u202e<script>window.pwned=1</script>\u202c',
  'command:workbench.action.terminal.new',
  'javascript:window.pwned=1//file.ts:1:1',
  '__proto__',
  'constructor',
  '\u0000\u0007\u009b31m\ufeff\u{e0041}',
  'a'.repeat(5000),
];

let rig: TimelineRig;
let path: string;

beforeAll(async () => {
  rig = await TimelineRig.start();
  path = join(rig.folder, `<img src=x onerror=pwned=1>.dispatch`);
  const [first = ''] = CORPUS;
  const all = CORPUS.join('\n');
  const writer = RecordingWriter.create(path, {
    ...META,
    method: all,
    args: [all, Object.fromEntries(CORPUS.map((key) => [key, key]))],
    engine: all,
    endpoint: first,
    image: all,
    isolation: CORPUS[1] ?? '',
    inmateDir: all,
    runtime: all,
  });
  let t = 0;
  const write = (stream: 1 | 2, bytes: Uint8Array) => writer.bytes('multiplexed', dockerFrame(stream, bytes), t++);
  writer.lifecycle({ event: 'note', text: all }, t++);
  writer.lifecycle({ event: 'create', container: all }, t++);
  for (const payload of CORPUS) {
    write(1, stdoutFrame(`${payload}\n`));
    write(2, text(`${payload}\n`));
    write(1, valueFrame('yield', [payload, { [payload]: [payload] }, new Map([[payload, 1]])]));
  }
  write(1, valueFrame('raise', { class: all, message: all, backtrace: CORPUS }));
  writer.outcome({ outcome: 'raised', class: all, message: all, backtrace: CORPUS }, t);
  writer.close();
});

afterAll(() => rig.stop());

describe('a recording from a stranger', () => {
  it('is only text, in every place in which it is shown', async () => {
    const { page, complaints } = await rig.open(path);
    const timeline = new TimelineDriver(page);
    const rows = await timeline.rowCount();
    expect(rows).toBe(CORPUS.length * 3 + 4);
    const before = await page.evaluate(`document.querySelectorAll('*').length`);
    await timeline.grid.focus();
    await page.getByRole('button', { name: 'Facts of the dispatch' }).click();
    for (let row = 1; row <= rows; row++) {
      await timeline.grid.focus();
      await timeline.press(row === 1 ? 'Home' : 'ArrowDown');
      await timeline.expectSelected(row);
      for (const tab of ['Value', 'Text', 'Bytes'] as const) {
        // Output has no value: its text stands there.
        await timeline.tab(tab).click();
      }
    }
    expect(await page.evaluate('window.pwned')).toBeUndefined();
    expect(await page.evaluate('Object.prototype.pwned')).toBeUndefined();
    const foreign = `document.querySelectorAll('script, iframe, img, svg, link, style, base, form, math, a, object, embed').length`;
    // The page's own script and its two style sheets.
    expect(await page.evaluate(foreign)).toBe(3);
    expect(
      await page.evaluate(`document.querySelectorAll('[onerror], [onload], [onclick], [style*=url]').length`),
    ).toBe(0);
    expect(before).toBeGreaterThan(0);
    expect(page.url()).toMatch(/^http:\/\/127\.0\.0\.1:/);
    expect(complaints).toEqual({ errors: [], requests: [] });
  });

  it('hides nothing: what cannot be seen is written out', async () => {
    const { page } = await rig.open(path);
    const shown = await page.evaluate('document.body.innerText');
    // oxlint-disable-next-line no-control-regex -- these are what must not be there
    const hidden = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;
    expect(String(shown)).not.toMatch(hidden);
  });
});
