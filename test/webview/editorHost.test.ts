import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { checkViewMessage } from '../../src/protocol/checkMessage.ts';
import { LiveSample } from './support/sampleRecording.ts';
import { TimelineDriver } from './support/timelineDriver.ts';
import { TimelineRig } from './support/timelinePage.ts';

/** What an editor puts into its webview; its host answers with one frame of stderr that names two places. */
const EDITOR = `
  const text = new TextEncoder().encode('warn: see /app/inmate.ts:8:3 and lib/x.mjs:12\\n');
  const bytes = (typed) => new Uint8Array(typed.buffer);
  const replies = {
    rows: { from: 0, rows: bytes(new Uint32Array([0])), types: new Uint8Array([2]), t: bytes(new Float64Array([5])),
      at: bytes(new Float64Array([NaN])), sizes: bytes(new Uint32Array([text.length])), previews: ['warn: see'] },
    detail: { row: 0, type: 'stderr', t: 5, at: null, size: text.length, value: null, yielded: null, valueOmitted: 0, output: text,
      raw: new Uint8Array(0), marks: [], omitted: 0 },
    place: { place: 0 }, at: { row: 0 }, find: { row: null }, neighbour: { row: null }, filter: { shown: 1 },
    result: { state: 'running', phase: 'run', elapsed: 6200, limit: 60000, newest: null },
    outputOf: { from: 0, to: text.length }, copy: { kind: 'copied' },
  };
  const output = ({ from, to }) => {
    const part = text.slice(from, to);
    const pieces = part.length > 0 ? [part.length] : [];
    return { from: Math.min(from, text.length), total: text.length, rows: bytes(new Uint32Array(pieces.length)),
      sizes: bytes(new Uint32Array(pieces)), streams: new Uint8Array(pieces.length).fill(1), bytes: part };
  };
  const density = ({ from, to, columns, clock }) => ({ from, to, columns, clock, lanes: [] });
  const say = (message) => window.postMessage(message, '*');
  window.sent = [];
  window.acquireVsCodeApi = () => ({
    getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') ?? undefined,
    setState: (state) => sessionStorage.setItem('state', JSON.stringify(state)),
    postMessage: (message) => {
      window.sent.push(message);
      if (message.kind === 'ready') {
        say({ kind: 'start', abilities: { stop: true, export: true, openSource: true, saveValue: true,
            texts: { Stop: 'Anhalten', 'Copy text': 'Text kopieren' } },
          header: { title: 'm()', method: 'm', args: '', outcome: 'running', outcomeKind: 'running', details: [], facts: [], startedAt: '' },
          extent: { rows: 1, shown: 1, end: 10, inmateEnd: 10, spans: [], call: null, now: null, complete: false, live: true } });
      }
      if (message.kind === 'request') {
        const { id, request } = message;
        const made = { density, output }[request.type];
        say({ kind: 'reply', id, reply: made ? made(request) : replies[request.type] });
      }
    },
  });
`;

let rig: TimelineRig;
let page: Page;
let timeline: TimelineDriver;

beforeAll(async () => {
  rig = await TimelineRig.start();
});

afterAll(() => rig.stop());

beforeEach(async () => {
  // The server gives the page; the editor's own host is what it talks to.
  const path = join(rig.folder, `editor-${Math.random()}.dispatch`);
  const opened = await rig.open(new LiveSample(path), {}, EDITOR);
  page = opened.page;
  timeline = new TimelineDriver(page);
});

/** What the view has said beside its questions. */
async function said(): Promise<unknown[]> {
  const messages = await page.evaluate<unknown[]>(`window.sent.filter(({ kind }) => kind !== 'request')`);
  for (const message of messages) expect(checkViewMessage(message)).toBeDefined();
  return messages;
}

describe('in the webview of an editor', () => {
  it('says that it is ready, and asks only what a view may ask', async () => {
    expect(await said()).toEqual([{ kind: 'ready' }]);
    const all = await page.evaluate<unknown[]>('window.sent');
    for (const message of all) expect(checkViewMessage(message)).toBeDefined();
  });

  it('speaks the language of the editor', async () => {
    await page.getByRole('button', { name: 'Anhalten' }).waitFor();
    await page.getByRole('button', { name: 'Export' }).waitFor();
  });

  it('has its host stop, save, export, copy and open sources', async () => {
    await page.getByRole('button', { name: 'Anhalten' }).click();
    await timeline.press('ArrowDown');
    await timeline.panel.getByRole('button', { name: '/app/inmate.ts:8:3' }).click();
    await timeline.panel.getByRole('button', { name: 'lib/x.mjs:12' }).press('Enter');
    await page.getByRole('button', { name: 'Save Value As…' }).click();
    await timeline.panel.getByRole('button', { name: 'Text kopieren' }).click();
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('menuitem', { name: 'Chrome trace (Perfetto)' }).click();
    expect(await said()).toEqual([
      { kind: 'ready' },
      { kind: 'stop' },
      { kind: 'openSource', file: '/app/inmate.ts', line: 8, column: 3 },
      { kind: 'openSource', file: 'lib/x.mjs', line: 12, column: null },
      { kind: 'saveValue', row: 0 },
      { kind: 'export', format: 'chrome-trace' },
    ]);
    const copies = `window.sent.map(({ request }) => request).filter((request) => request?.type === 'copy')`;
    expect(await page.evaluate(copies)).toEqual([
      { type: 'copy', what: { kind: 'value', row: 0, path: [], form: 'value' } },
    ]);
  });

  it('opens the places that the console names, and nothing else', async () => {
    const screen = page.getByRole('region', { name: 'Console' }).locator('.xterm-screen');
    await page.locator('.xterm-rows').getByText('see /app/inmate.ts:8:3').waitFor();
    const at = async (words: string) => {
      const range = `(() => {
        const node = document.createTreeWalker(document.querySelector('.xterm-rows'), NodeFilter.SHOW_TEXT).nextNode();
        const range = document.createRange();
        const from = node.data.indexOf('${words}');
        range.setStart(node, from); range.setEnd(node, from + ${words.length});
        const { x, y, width, height } = range.getBoundingClientRect();
        return { x: x + width / 2, y: y + height / 2 };
      })()`;
      return page.evaluate<{ x: number; y: number }>(range);
    };
    for (const words of ['warn', 'lib/x.mjs', 'inmate.ts:8']) {
      const { x, y } = await at(words);
      await screen.hover();
      await page.mouse.move(x, y);
      await timeline.drawn(2);
      await page.mouse.click(x, y);
    }
    expect(await said()).toEqual([
      { kind: 'ready' },
      { kind: 'openSource', file: 'lib/x.mjs', line: 12, column: null },
      { kind: 'openSource', file: '/app/inmate.ts', line: 8, column: 3 },
    ]);
  });

  it('shows the row that the editor reveals, and keeps its state with it', async () => {
    await page.evaluate(`window.postMessage({ kind: 'reveal', row: 0 }, '*')`);
    await timeline.expectSelected(1);
    await timeline.tab('Bytes').click();
    await page.getByText('These bytes are not of the attach stream').waitFor();
    await page.reload();
    await timeline.expectSelected(1);
    await page.getByRole('tab', { name: 'Bytes', selected: true }).waitFor();
  });

  it('ignores what no host may say, and tells what cannot be shown', async () => {
    for (const message of [`'x'`, `{ kind: 'start' }`, `{ kind: 'evil', code: '1' }`, `null`]) {
      await page.evaluate(`window.postMessage(${message}, '*')`);
    }
    await page.evaluate(`window.postMessage({ kind: 'broken', message: 'it is not a recording' }, '*')`);
    await page.getByText('This recording cannot be shown: it is not a recording').waitFor();
    expect(await timeline.rowCount()).toBe(1);
  });

  it('follows the theme of the editor, on the canvas too', async () => {
    const pixel = `(() => {
      const probe = document.querySelector('.probe-stdout');
      return getComputedStyle(probe).color;
    })()`;
    await page.evaluate(`document.documentElement.style.setProperty('--vscode-charts-green', 'rgb(1, 2, 3)')`);
    expect(await page.evaluate(pixel)).toBe('rgb(1, 2, 3)');
  });
});
