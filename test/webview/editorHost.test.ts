import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { checkViewMessage } from '../../src/protocol/checkMessage.ts';
import { LiveSample } from './support/sampleRecording.ts';
import { TimelineDriver } from './support/timelineDriver.ts';
import { TimelineRig } from './support/timelinePage.ts';

/** What an editor puts into its webview; its host answers with one frame of stderr that names two places. */
const EDITOR = `
  window.printed = 'warn: see /app/inmate.ts:8:3 and lib/x.mjs:12\\n';
  const text = new TextEncoder().encode(window.printed);
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
    const text = new TextEncoder().encode(window.printed);
    const part = text.slice(from, to);
    const pieces = part.length > 0 ? [part.length] : [];
    return { from: Math.min(from, text.length), total: text.length, rows: bytes(new Uint32Array(pieces.length)),
      sizes: bytes(new Uint32Array(pieces)), streams: new Uint8Array(pieces.length).fill(1), bytes: part };
  };
  const density = ({ from, to, columns, clock }) => ({ from, to, columns, clock, lanes: [] });
  const start = (recording, header) => ({ kind: 'start', recording,
    abilities: { stop: true, export: true, openSource: true, saveValue: true,
      commands: ['runAgain', 'runEdited', 'goToSource', 'compareWithLast'],
      texts: { Stop: 'Anhalten', 'Copy text': 'Text kopieren' } },
    header: { title: 'm()', method: 'm', args: '', outcome: 'running', outcomeKind: 'running', details: [], facts: [],
      startedAt: '', ...header },
    extent: { rows: 1, shown: 1, end: 10, inmateEnd: 10, spans: [], call: null, now: null,
      complete: false, live: true } });
  const say = (message) => window.postMessage(message, '*');
  window.sent = [];
  // The frames of the page come only when they are let go, as those of a page that is hidden.
  window.holdFrames = () => {
    const [held, frame] = [[], window.requestAnimationFrame];
    window.requestAnimationFrame = (callback) => held.push(callback);
    return () => {
      window.requestAnimationFrame = frame;
      for (const callback of held) frame(callback);
    };
  };
  window.returns = (text) => {
    const content = { kind: 'text', text, length: text.length };
    replies.result = { state: 'returned', value: { row: 0, size: 1, content, image: null } };
  };
  window.showAnother = (recording) => say(start(recording, { method: 'another', outcome: 'returned', outcomeKind: 'returned' }));
  window.acquireVsCodeApi = () => ({
    getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') ?? undefined,
    setState: (state) => sessionStorage.setItem('state', JSON.stringify(state)),
    postMessage: (message) => {
      window.sent.push(message);
      if (message.kind === 'ready') say(start('one', {}));
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
    expect(await said()).toEqual([{ kind: 'ready' }, { kind: 'started', recording: 'one' }]);
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
      { kind: 'started', recording: 'one' },
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
      { kind: 'started', recording: 'one' },
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

  it('shows another recording: what was selected, looked for and asked goes, what is filtered stays', async () => {
    await page.evaluate(`window.postMessage({ kind: 'reveal', row: 0 }, '*')`);
    await timeline.expectSelected(1);
    await page.getByRole('textbox', { name: 'Search in frames' }).fill('nothing like it');
    await page.getByRole('textbox', { name: 'Search in frames' }).press('Enter');
    await page.getByText('No match').waitFor();
    await page.getByRole('textbox', { name: 'Filter frames by text' }).fill('warn');
    await expect
      .poll(() => page.evaluate(`window.sent.some(({ request }) => request?.filter?.text === 'warn')`))
      .toBe(true);
    await page.evaluate(`window.showAnother('two')`);
    await page.getByRole('heading', { name: /another/ }).waitFor();
    await page.getByText('Select a frame to see what it holds.').waitFor();
    expect(await page.locator('[role=row][aria-selected=true]').count()).toBe(0);
    expect(await page.getByRole('textbox', { name: 'Search in frames' }).inputValue()).toBe('');
    expect(await page.getByText('No match').count()).toBe(0);
    expect(await page.getByRole('textbox', { name: 'Filter frames by text' }).inputValue()).toBe('warn');
    expect(await said()).toEqual([
      { kind: 'ready' },
      { kind: 'started', recording: 'one' },
      { kind: 'started', recording: 'two' },
    ]);
    expect(await page.getByText('This did not work').count()).toBe(0);
  });

  it('shows the result of another recording also where the one before had its own in the same row', async () => {
    const result = page.locator('section.result');
    await page.evaluate(`window.returns('the first'); window.showAnother('two')`);
    await result.getByText('the first').waitFor();
    await page.evaluate(
      `window.release = window.holdFrames(); window.returns('the second'); window.showAnother('three')`,
    );
    const asked = `window.sent.filter(({ request }) => request?.type === 'result').length`;
    await expect.poll(() => page.evaluate(asked)).toBe(3);
    await page.evaluate('window.release()');
    await result.getByText('the second').waitFor();
    expect(await result.getByText('the first').count()).toBe(0);
  });

  it('shows nothing of what another recording printed', async () => {
    const output = page.locator('section.console');
    await output.getByText('warn: see').first().waitFor();
    await page.evaluate(`window.printed = ''; window.showAnother('two')`);
    await output.getByText('Nothing has been printed.').waitFor();
    expect(await output.getByText('warn: see').count()).toBe(0);
  });

  it.each([320, 420, 520, 700])('has room for the name of the method and for each button at %i px', async (width) => {
    await page.setViewportSize({ width, height: 700 });
    await timeline.drawn(2);
    const clipped = `[...document.querySelectorAll('.header *')].filter((e) => e.checkVisibility())
      .map((e) => [e.className, e.getBoundingClientRect()])
      .filter(([, { left, right, width }]) => width > 1 && (left < 0 || right > innerWidth)).map(([name]) => name)`;
    expect(await page.evaluate(clipped)).toEqual([]);
    expect(await page.evaluate(`document.querySelector('.call').offsetWidth`)).toBeGreaterThanOrEqual(24);
  });

  it.each([420, 520])('keeps a name of ten letters whole beside a long outcome at %i px', async (width) => {
    await page.setViewportSize({ width, height: 700 });
    const room = await page.evaluate(`{
      const words = document.querySelector('.outcome-words');
      const text = words.textContent;
      words.textContent = 'engine failed during create: there is no network of that name';
      const call = document.querySelector('.call');
      const letter = parseFloat(getComputedStyle(call).fontSize) * 0.6;
      const letters = call.clientWidth / letter;
      words.textContent = text;
      letters;
    }`);
    expect(room).toBeGreaterThan(10);
  });

  it('has its host run again, edit and run, go to the source and compare', async () => {
    for (const name of ['Run again', 'Edit and run', 'Go to source', 'Compare with last']) {
      await page.getByRole('button', { name }).click();
    }
    expect((await said()).slice(2)).toEqual(
      ['runAgain', 'runEdited', 'goToSource', 'compareWithLast'].map((command) => ({ kind: 'command', command })),
    );
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
