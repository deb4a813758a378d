import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Outcome } from '../../src/recording/outcome.ts';
import { SAMPLES, writeResult } from './support/resultSamples.ts';
import { LiveSample, writeSample } from './support/sampleRecording.ts';
import { TimelineRig, type OpenedTimeline } from './support/timelinePage.ts';

let rig: TimelineRig;
let recordings = 0;

beforeAll(async () => {
  rig = await TimelineRig.start();
});

afterAll(() => rig.stop());

const result = (page: Page) => page.locator('section.result');
const inFrame = (page: Page) => result(page).locator('iframe').contentFrame();

async function openValue(value: unknown, outcome?: Outcome, width = 1280): Promise<OpenedTimeline> {
  const path = join(rig.folder, `value-${recordings++}.dispatch`);
  writeResult(path, value, outcome);
  const permissions = ['clipboard-read', 'clipboard-write'];
  return rig.open(path, { permissions, viewport: { width, height: 800 } });
}

async function forms(page: Page): Promise<string[]> {
  return result(page).getByRole('group', { name: 'Form' }).getByRole('button').allTextContents();
}

async function choose(page: Page, form: string): Promise<void> {
  await result(page).getByRole('button', { name: form, exact: true }).click();
  await result(page).getByRole('button', { name: form, exact: true, pressed: true }).waitFor();
}

describe('a result', () => {
  it('is in sight at once, large where it is short, with little above it', async () => {
    const { page, complaints } = await openValue(SAMPLES.number);
    const value = result(page).getByText('42', { exact: true });
    await value.waitFor();
    const box = await value.boundingBox();
    expect(box?.y).toBeLessThanOrEqual(110);
    expect(
      await page.evaluate(`parseFloat(getComputedStyle(document.querySelector('.result-text')).fontSize)`),
    ).toBeGreaterThan(18);
    expect(complaints).toEqual({ errors: [], requests: [] });
  });

  it('that is text is shown line by line, with what cannot be seen written out, and copied as it is', async () => {
    const { page } = await openValue(SAMPLES.lines);
    const text = result(page).getByRole('region', { name: 'Result' });
    expect(await text.innerText()).toBe('first line\n  second line\n␀third\\u202e line\n');
    await result(page).getByRole('button', { name: 'Copy result' }).click();
    await page.getByText('Copied').waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(SAMPLES.lines);
  });

  it('that is long scrolls by keys and by the wheel, and leaves the list of frames where it is', async () => {
    const { page } = await openValue(SAMPLES.long);
    const body = page.locator('.result-body');
    const top = async () => Number(await page.evaluate(`document.querySelector('.result-body').scrollTop`));
    await result(page).getByRole('region', { name: 'Result' }).focus();
    await page.keyboard.press('PageDown');
    await expect.poll(top).toBeGreaterThan(50);
    const before = await top();
    await body.hover();
    await page.mouse.wheel(0, 300);
    await expect.poll(top).toBeGreaterThan(before);
    expect(await page.locator('[role=row][aria-selected=true]').count()).toBe(0);
  });

  it('that is HTML is rendered, and its text is one click away', async () => {
    const { page, complaints } = await openValue(SAMPLES.html);
    expect(await forms(page)).toEqual(['HTML', 'Value']);
    const heading = inFrame(page).getByRole('heading', { name: 'Title' });
    await heading.waitFor();
    const frame = page.frames().find((each) => each.url() === 'about:srcdoc');
    const colourOf = async (selector: string) =>
      frame?.evaluate<string>(`getComputedStyle(document.querySelector('${selector}')).color`);
    expect(await colourOf('h1')).toBe('rgb(1, 2, 3)');
    expect(await colourOf('p')).toBe('rgb(4, 5, 6)');
    await choose(page, 'Value');
    await result(page).getByText('<!doctype html>').waitFor();
    expect(await result(page).locator('iframe').count()).toBe(0);
    expect(complaints).toEqual({ errors: [], requests: [] });
  });

  it('that is Markdown is rendered in the colours of the page', async () => {
    const { page, complaints } = await openValue(SAMPLES.markdown);
    expect(await forms(page)).toEqual(['Markdown', 'Value']);
    await inFrame(page).getByRole('heading', { name: 'Title' }).waitFor();
    await inFrame(page).getByRole('listitem').getByText('two').waitFor();
    expect(complaints).toEqual({ errors: [], requests: [] });
  });

  it.each([
    ['a PNG', SAMPLES.image, '160 × 90 · image/png'],
    ['an SVG', SAMPLES.svg, '80 × 40 · image/svg+xml'],
  ])('that is %s is shown as an image', async (_name, value, caption) => {
    const { page, complaints } = await openValue(value);
    await result(page).getByText(caption).waitFor();
    expect(await forms(page)).toEqual(['Image', 'Value']);
    expect(await page.evaluate('window.pwned')).toBeUndefined();
    expect(complaints).toEqual({ errors: [], requests: [] });
  });

  it('that is a list of records is a table: its head stays, and only rows in view are there', async () => {
    const { page } = await openValue(SAMPLES.table);
    expect(await forms(page)).toEqual(['Table', 'Value', 'JSON']);
    const table = result(page).getByRole('table', { name: 'The result as a table of 1,000 rows and 4 columns' });
    await table.getByRole('cell', { name: 'row 0' }).waitFor();
    expect(await table.getByRole('row').count()).toBeLessThan(60);
    await table.focus();
    await page.keyboard.press('End');
    await table.getByRole('cell', { name: 'row 999' }).waitFor();
    expect(await table.getByRole('columnheader', { name: 'price' }).isVisible()).toBe(true);
    await table.getByRole('cell', { name: '1498.5' }).waitFor();
    const alignment = `[...document.querySelectorAll('[role=cell]')].map((e) => getComputedStyle(e).textAlign).slice(0, 4)`;
    expect(await page.evaluate(alignment)).toEqual(['right', 'start', 'right', 'start']);
  });

  it('that is JSON is pretty-printed, and no digit is lost', async () => {
    const { page } = await openValue(SAMPLES.json);
    expect(await forms(page)).toEqual(['JSON', 'Value']);
    await result(page).getByText('"id": 12345678901234567890,').waitFor();
    const tree = await openValue(SAMPLES.tree);
    await result(tree.page)
      .getByRole('treeitem', { name: /headings: 1/ })
      .waitFor();
    await choose(tree.page, 'JSON');
    await result(tree.page).getByText('"headings": 1').waitFor();
    await tree.page.reload();
    await result(tree.page).getByRole('button', { name: 'JSON', pressed: true }).waitFor();
  });

  it('of bytes says how many there are, and saves them', async () => {
    const { page } = await openValue(SAMPLES.bytes);
    await result(page).getByText('<4.8 MiB>').waitFor();
    const saved = page.waitForEvent('download');
    await result(page).getByRole('button', { name: 'Save…' }).click();
    expect((await saved).suggestedFilename()).toMatch(/return-\d+\.bin$/);
  });

  it('that is a raise says class, message and where, with its causes', async () => {
    const path = join(rig.folder, 'raised.dispatch');
    writeSample(path, 'raised');
    const { page } = await rig.open(path);
    await result(page).getByText('ArgumentError', { exact: true }).waitFor();
    await result(page).getByText('depth must be at most 2').waitFor();
    expect(await result(page).getByRole('list', { name: 'Top frames' }).getByRole('listitem').count()).toBe(3);
  });

  it.each([
    [{ outcome: 'timed-out', limit: 5000, setting: 'timeout' }, 'hoosegow.limits.timeout'],
    [{ outcome: 'out-of-memory', limit: 1024, setting: 'memory' }, '--memory'],
    [{ outcome: 'cancelled', message: 'by the user' }, 'run it again'],
    [{ outcome: 'exited', code: 3, signal: null }, 'what it printed last'],
  ] as const)('that is none says why, and what to do: %j', async (outcome, advice) => {
    const { page } = await openValue(null, outcome);
    await result(page).getByText(advice).waitFor();
    await result(page).getByText('Newest yield (frame 4)').waitFor();
  });

  it('that is still to come says what is done and for how long, and comes when it is there', async () => {
    const live = new LiveSample(join(rig.folder, 'live.dispatch'));
    live.say('hello');
    const { page, complaints } = await rig.open(live);
    const state = result(page).getByText(/^Running · [\d.]+ s of 60 s$/);
    await state.waitFor();
    const before = await state.innerText();
    await expect.poll(async () => state.innerText()).not.toBe(before);
    live.end();
    await result(page).getByText('done', { exact: true }).waitFor();
    expect(await state.count()).toBe(0);
    expect(complaints).toEqual({ errors: [], requests: [] });
  });
});

/** What would run, ask, navigate or break out of its frame. */
const HOSTILE = `<!doctype html><html><head>
  <meta http-equiv="refresh" content="0;url=http://evil.example/refresh">
  <base href="http://evil.example/base/" target="_top">
  <link rel="stylesheet" href="http://evil.example/x.css"><link rel="dns-prefetch" href="http://evil.example">
  <link rel="preconnect" href="http://evil.example"><link rel="prefetch" href="http://evil.example/p">
  <style>@import "http://evil.example/i.css"; body { background: url(http://evil.example/b.png) } @font-face { font-family: x; src: url(http://evil.example/f.woff) } * { font-family: x }</style>
  <script>parent.pwned = 1; top.location = 'http://evil.example/script'</script></head>
  <body onload="parent.pwned = 1" style="background: url(http://evil.example/s.png)">
  <h1>still here</h1>
  <img src="http://evil.example/i.png" onerror="parent.pwned = 1"><img src="relative.png"><svg onload="parent.pwned = 1"><image href="http://evil.example/v.png"/><use href="http://evil.example/u.svg#x"/><a xlink:href="http://evil.example/sa"><text y="20">svg link</text></a></svg>
  <iframe src="http://evil.example/f"></iframe><iframe srcdoc="<script>parent.parent.pwned = 1</script>"></iframe>
  <object data="http://evil.example/o"></object><embed src="http://evil.example/e"><video src="http://evil.example/v.mp4" autoplay poster="http://evil.example/p.png"></video><audio src="http://evil.example/a.mp3" autoplay></audio>
  <form action="http://evil.example/form"><input name="a" autofocus><button id="submit">send</button></form>
  <a id="plain" href="http://evil.example/a" ping="http://evil.example/ping">plain link</a> <a id="top" target="_top" href="http://evil.example/t">top link</a> <a id="script" href="javascript:parent.pwned=1">script link</a>
  <p id="end" style="color: red</style><script>parent.pwned = 1</script>">end</p></body></html>`;

describe('a hostile result', () => {
  it.each([
    ['HTML', HOSTILE],
    ['Markdown', `# still here\n\n**x** [y](http://evil.example/m) ![i](http://evil.example/m.png)\n\n${HOSTILE}`],
    [
      'Image',
      `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" onload="parent.pwned=1"><image href="http://evil.example/i.png"/><script>parent.pwned=1</script></svg>`,
    ],
  ])('as %s asks for nothing, runs nothing and goes nowhere', async (form, value) => {
    let connections = 0;
    const server = createServer(() => undefined).on('connection', () => void connections++);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const { page } = await openValue(value.replaceAll('evil.example', `127.0.0.1:${port}`));
    const failures: unknown[] = [];
    page.on('requestfinished', (request) => failures.push(request.url()));
    page.on('popup', () => failures.push('a popup'));
    const url = page.url();
    await result(page).getByRole('button', { name: form, exact: true, pressed: true }).waitFor();
    if (form !== 'Image') {
      await inFrame(page).getByText('still here').first().waitFor();
      for (const id of ['plain', 'top', 'script', 'submit']) {
        const target = inFrame(page).locator(`#${id}`);
        if ((await target.count()) > 0) await target.click({ force: true });
      }
      await inFrame(page).getByText('still here').first().waitFor();
    }
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
    expect(await page.evaluate('window.pwned')).toBeUndefined();
    expect(page.url()).toBe(url);
    // The console's own script is the page's.
    const own = new URL('terminal.js', url).href;
    expect(failures.filter((asked) => asked !== own && !String(asked).startsWith('data:'))).toEqual([]);
    expect(connections).toBe(0);
    const frames = page.frames().filter((each) => each !== page.mainFrame());
    expect(frames.map((frame) => frame.url())).toEqual(form === 'Image' ? [] : ['about:srcdoc']);
  });
});
