import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RecordingWriter } from '../../src/recording/recordingWriter.ts';
import { dockerFrame, stdoutFrame, valueFrame } from '../unit/wire/streams.ts';
import { META } from './support/sampleRecording.ts';
import { TimelineDriver } from './support/timelineDriver.ts';
import { TimelineRig, type OpenedTimeline } from './support/timelinePage.ts';

const ITEMS = Array.from({ length: 10_000 }, (_, i) => ({ i, name: `item ${i}`, words: ['a', 'b'] }));
const LINES = Array.from({ length: 10_000 }, (_, i) => `line ${i} ${'x'.repeat(60)}\n`).join('');
/** Nearly as deep as values may be: deeper than what is sent of one at once. */
const DEEP = JSON.parse(`${'['.repeat(95)}1${']'.repeat(95)}`) as unknown;

function writeValues(path: string): void {
  const writer = RecordingWriter.create(path, { ...META, limits: {} });
  const put = (frame: Uint8Array, t: number): void => writer.bytes('multiplexed', dockerFrame(1, frame), t);
  put(valueFrame('yield', [new Uint8Array(5 * 1024 * 1024)]), 15_027.712);
  put(valueFrame('yield', [ITEMS]), 1_115_027.7);
  put(valueFrame('yield', [1, 'two']), 2_215_027.7);
  put(stdoutFrame(LINES), 2_315_027.7);
  put(stdoutFrame('a 👨‍👩‍👧‍👦 and \u0007 bell\r\nsecond line\n'), 2_415_027.7);
  put(valueFrame('return', { deep: DEEP, text: 'one\ntwo' }), 2_515_027.7);
  writer.outcome({ outcome: 'returned' }, 2_515_030);
  writer.close();
}

let rig: TimelineRig;
let opened: OpenedTimeline;
let page: Page;
let timeline: TimelineDriver;

beforeAll(async () => {
  rig = await TimelineRig.start();
  writeValues(join(rig.folder, 'values.dispatch'));
});

afterAll(() => rig.stop());

beforeEach(async () => {
  opened = await rig.open(join(rig.folder, 'values.dispatch'), { permissions: ['clipboard-read', 'clipboard-write'] });
  page = opened.page;
  timeline = new TimelineDriver(page);
});

const row = (number: number) => timeline.grid.locator('[role=row][aria-selected]').nth(number - 1);

async function select(number: number): Promise<void> {
  await row(number).click();
  await timeline.expectSelected(number);
}

async function copied(): Promise<string> {
  await page.getByText('Copied', { exact: true }).waitFor();
  return page.evaluate<string>('navigator.clipboard.readText()');
}

const items = () => timeline.panel.getByRole('treeitem');

describe('values that a page has only in part', () => {
  it('say how long they are where they are cut, and give the rest when it is wanted', async () => {
    await select(1);
    await items().getByText('<5 MiB> 00 00', { exact: false }).waitFor();
    await select(2);
    const root = items().first();
    await root.getByText(/^\[\d,\d{3} of 10,000\]$/).waitFor();
    await root.click();
    await items()
      .getByText(/^… 9,800 more of 10,000$/)
      .waitFor();
    await page.evaluate(`(async () => {
      for (let more; (more = document.querySelector('section.detail .tree-more'));) {
        more.click();
        await new Promise(requestAnimationFrame);
      }
    })()`);
    await items().getByText('9999', { exact: true }).waitFor();
    expect(opened.complaints.errors).toEqual([]);
  });

  it('are opened as deep as they are', async () => {
    await select(6);
    await items().first().focus();
    const core = items().getByText('1', { exact: true });
    while ((await core.count()) === 0) await timeline.press('ArrowRight');
    await core.waitFor();
  });

  it('of one yielded value are that value, of several a list of them', async () => {
    await select(3);
    await items().first().getByText('2 values').waitFor();
    await select(2);
    expect(await items().first().textContent()).not.toContain('value');
  });

  it('are copied whole, from the recording', async () => {
    await select(2);
    await timeline.panel.getByRole('button', { name: 'Copy value' }).click();
    expect(JSON.parse(await copied())).toEqual(ITEMS);
    await select(4);
    await timeline.panel.getByRole('button', { name: 'Copy text' }).click();
    await expect.poll(async () => (await copied()) === LINES).toBe(true);
  });

  it('open in a tab of their own, where they are plain text', async () => {
    await select(2);
    const [tab] = await Promise.all([
      page.context().waitForEvent('page'),
      timeline.panel.getByRole('button', { name: 'Open in editor' }).click(),
    ]);
    await tab.waitForLoadState();
    expect(await tab.evaluate<string>('document.contentType')).toBe('text/plain');
    expect(JSON.parse(await tab.evaluate<string>('document.body.innerText'))).toEqual(ITEMS);
    await tab.close();
  });
});

describe('the menu of a frame', () => {
  it('opens by the pointer and by keys, and copies and filters', async () => {
    await row(3).click({ button: 'right' });
    await page.getByRole('menu', { name: 'Frame 3' }).waitFor();
    await page.getByRole('menuitem', { name: 'Copy command line' }).click();
    expect(await copied()).toMatch(/^hoosegow run --args '\[.*\]' \/home\/user\/inmates\/markdown render_markdown$/);
    await timeline.press('Shift+F10');
    await page.getByRole('menu', { name: 'Frame 3' }).waitFor();
    await timeline.press('Escape');
    expect(await page.getByRole('menu').count()).toBe(0);
    await timeline.press('Shift+F10', 'End', 'ArrowUp', 'Enter');
    await timeline.expectShown(3);
    expect(opened.complaints.errors).toEqual([]);
  });

  it('of a node copies its value and the path to it', async () => {
    await select(3);
    await items().nth(2).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Copy path' }).click();
    expect(await copied()).toBe('value[1]');
  });
});

describe('the list of frames', () => {
  it.each([1280, 700])('cuts no digit where the page is %d wide', async (width) => {
    await page.setViewportSize({ width, height: 800 });
    await timeline.drawn(2);
    const cells =
      await page.evaluate<number>(`[...document.querySelectorAll('.virtual-port .frame-row')].flatMap((row) =>
      ['number', 'time', 'delta', 'size'].map((name) => row.querySelector('.cell-' + name)))
      .filter((cell) => getComputedStyle(cell).visibility === 'visible' && cell.scrollWidth > cell.clientWidth).length`);
    expect(cells).toBe(0);
    expect(await row(6).textContent()).toContain('2,515,027.700');
  });

  it('tells that there is nothing to export', async () => {
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('menuitem', { name: 'stderr as it was' }).click();
    await page.getByText('stderr is empty: nothing to save.').waitFor();
  });
});

describe('markers of controls', () => {
  it('stand for controls alone, in the colours of the editor', async () => {
    await select(5);
    const markers = page.locator('.text .control');
    expect(await markers.allTextContents()).toEqual(['␇']);
    expect(await page.locator('.text').textContent()).toBe('a 👨‍👩‍👧‍👦 and ␇ bell\nsecond line\n');
    const colours = `(() => {
      const { color, backgroundColor } = getComputedStyle(document.querySelector('.control'));
      const { color: text, backgroundColor: page } = getComputedStyle(document.body);
      return [color === text, backgroundColor === page];
    })()`;
    expect(await page.evaluate(colours)).toEqual([true, true]);
  });
});
