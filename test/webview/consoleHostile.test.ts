import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RecordingWriter } from '../../src/recording/recordingWriter.ts';
import { dockerFrame, stdoutFrame } from '../unit/wire/streams.ts';
import { META } from './support/sampleRecording.ts';
import { TimelineRig, type OpenedTimeline } from './support/timelinePage.ts';

/** What no line may do, each with what is to be seen of it. */
const ATTACKS: readonly (readonly [what: string, printed: string, seen: string])[] = [
  ['the clipboard', '\u001b]52;c;cHduZWQ=\u0007clipboard', 'clipboard'],
  ['a link', '\u001b]8;;https://evil.example/\u001b\\link\u001b]8;;\u001b\\', 'link'],
  ['a link to a script', '\u001b]8;;javascript:window.pwned=1\u0007script\u001b]8;;\u0007', 'script'],
  ['a title', '\u001b]0;pwned\u0007\u001b]2;pwned\u0007title', 'title'],
  ['colours of the terminal', '\u001b]10;#000\u0007\u001b]11;#000\u0007\u001b]4;1;#000\u0007colours', 'colours'],
  [
    'a question of a device',
    '\u001b[c\u001b[>c\u001b[6n\u001b[?6n\u001b[14t\u001b[21t\u001b[?2026$p\u001b[>qdevice',
    'device',
  ],
  ['a string of a device', '\u001bP$qm\u001b\\\u001bPq#0;2;0;0;0#0~~@@vv\u001b\\\u001bP+q544e\u001b\\dcs', 'dcs'],
  ['an application’s own string', '\u001b_Gf=24;AAAA\u001b\\\u001b^pwned\u001b\\strings', 'strings'],
  [
    'a mouse, another screen, pasting, a frozen screen',
    '\u001b[?1000h\u001b[?1003h\u001b[?1049h\u001b[?2004h\u001b[?2026hmodes',
    'modes',
  ],
  ['a full reset, and lines that are forgotten', 'kept\u001bc\u001b[3J\u001b[?3J', 'kept'],
  ['a repetition without end', 'r\u001b[2147483647b\u001b[2147483647I\u001b[2147483647Zrepeated', 'rrepeated'],
  [
    'scrolling without end',
    '\u001b[2147483647S\u001b[2147483647T\u001b[2147483647L\u001b[2147483647Mscrolled',
    'scrolled',
  ],
  [
    'columns without end',
    "\u001b[2147483647@\u001b[2147483647P\u001b[2147483647'}\u001b[2147483647'~columns",
    'columns',
  ],
  ['parameters without end', `\u001b[${'1;'.repeat(60_000)}mparameters`, 'parameters'],
  ['a sequence that is huge', `\u001b]52;c;${'A'.repeat(200_000)}\u0007huge`, 'huge'],
  ['text in the other direction', 'a\u202eb\u2066c', 'a\\u202eb\\u2066c'],
  ['text that is hidden', '\u001b[8mhid\u001b[0;1;8mden \u001b[38;5;8mgrey', 'hidden grey'],
  ['markup', '<img src=x onerror=window.pwned=1>', '<img src=x onerror=window.pwned=1>'],
];

let rig: TimelineRig;

beforeAll(async () => {
  rig = await TimelineRig.start();
});

afterAll(() => rig.stop());

async function open(name: string, printed: readonly string[]): Promise<OpenedTimeline> {
  const path = join(rig.folder, `${name}.dispatch`);
  const writer = RecordingWriter.create(path, META);
  printed.forEach((words, i) => writer.bytes('multiplexed', dockerFrame(1, stdoutFrame(words)), i));
  writer.outcome({ outcome: 'returned' }, printed.length);
  writer.close();
  return rig.open(path, { viewport: { width: 1280, height: 800 } }, SPIES);
}

/** Tells of whatever would leave the page. */
const SPIES = `
  window.left = [];
  window.open = (...given) => { window.left.push(['open', ...given]); return null; };
  window.confirm = (...given) => { window.left.push(['confirm', ...given]); return true; };
  for (const name of ['writeText', 'write', 'readText', 'read']) {
    navigator.clipboard[name] = (...given) => { window.left.push([name, ...given]); return Promise.resolve(''); };
  }
  document.execCommand = (...given) => { window.left.push(['execCommand', ...given]); return false; };
  const send = WebSocket.prototype.send;
  window.sent = 0;
  WebSocket.prototype.send = function (data) { window.sent += data.byteLength ?? data.length; return send.call(this, data); };
`;

const SHOWN = `[...document.querySelectorAll('.xterm-rows > div')].map((row) => row.textContent.replaceAll('\\u00a0', ' ').trim()).join('\\n')`;

describe('output from a stranger', () => {
  it.each(ATTACKS)('gets nowhere with %s', async (what, printed, seen) => {
    const { page, complaints } = await open(what.replaceAll(/\W/g, '-'), [`${printed}\nthe end\n`]);
    const title = await page.title();
    await expect.poll(() => page.evaluate<string>(SHOWN)).toMatch(/the end/);
    expect((await page.evaluate<string>(SHOWN)).split('\n')).toContain(seen);
    // What would be a link is clicked, where it stands.
    const box = await page.locator('.xterm-screen').boundingBox();
    if (box) {
      await page.mouse.move(box.x + 6, box.y + 6);
      await page.mouse.click(box.x + 10, box.y + 8);
    }
    expect(await page.evaluate('window.left')).toEqual([]);
    expect(await page.evaluate('window.pwned')).toBeUndefined();
    expect(await page.title()).toBe(title);
    expect(complaints).toEqual({ errors: [], requests: [] });
  });

  it.each([
    ['combining marks', `e${'\u0301'.repeat(1_000_000)}`],
    ['joined emoji', '👩\u200d'.repeat(300_000)],
    ['Hangul that goes on', '\u1100'.repeat(300_000)],
    ['tabs, backspaces and returns', '\t\b\r'.repeat(200_000)],
    ['cursor moves', '\u001b[1;1Hx\u001b[999;999Hy\u001b[A'.repeat(20_000)],
    ['cleared screens', 'a\u001b[24;1Hb\u001b[2J'.repeat(20_000)],
    ['colours', Array.from({ length: 30_000 }, (_, i) => `\u001b[38;2;${i % 256};${(i >> 8) % 256};9mx`).join('')],
    ['empty lines', '\n'.repeat(600_000)],
    ['one line', 'x'.repeat(2_000_000)],
    ['sequences that never end', `\u001b]52;c;${'A'.repeat(2_000_000)}`],
  ])('does not hang the page by %s without end', async (what, printed) => {
    const { page, complaints } = await open(what.replaceAll(/\W/g, '-'), [
      printed,
      '\u0007\u001b\\\u001b[0m\nthe end\n',
    ]);
    await expect.poll(() => page.evaluate<string>(SHOWN)).toMatch(/the end/);
    expect(complaints).toEqual({ errors: [], requests: [] });
  });
});
