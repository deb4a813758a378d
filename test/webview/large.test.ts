import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeLarge } from './support/sampleRecording.ts';
import { TimelineDriver } from './support/timelineDriver.ts';
import { TimelineRig, type OpenedTimeline } from './support/timelinePage.ts';

const FRAMES = 1_000_000;
/** With eight steps before the frames, and result, three steps and outcome behind them. */
const ROWS = FRAMES + 13;

let rig: TimelineRig;
let recording: string;
let opened: OpenedTimeline;
let timeline: TimelineDriver;

beforeAll(async () => {
  rig = await TimelineRig.start();
  recording = join(rig.folder, 'large.dispatch');
  writeLarge(recording, FRAMES);
  opened = await rig.open(recording);
  timeline = new TimelineDriver(opened.page);
}, 120_000);

afterAll(() => rig.stop());

describe('a million frames', () => {
  it('are all there, from the first to the last', async () => {
    await expect.poll(() => timeline.rowCount()).toBe(ROWS);
    await timeline.grid.focus();
    await timeline.press('End');
    await timeline.expectSelected(ROWS);
    await timeline.grid.getByText('line 999998', { exact: true }).waitFor();
    await timeline.press('Home');
    await timeline.expectSelected(1);
  });

  it('each can be scrolled to: the wheel moves by rows, the scrollbar through all of them', async () => {
    const { page } = opened;
    await timeline.grid.hover();
    await page.mouse.wheel(0, 22 * 8);
    await timeline.grid.getByText('line 0', { exact: true }).waitFor();
    await page.evaluate(
      `(() => { const grid = document.querySelector('[role=grid]'); grid.scrollTop = grid.scrollHeight / 2; })()`,
    );
    await timeline.grid
      .getByRole('row', { name: /line (49|50)\d{4}/ })
      .first()
      .waitFor();
  });

  it('are in the page only where they are in view, in the order in which they are read', async () => {
    const { page } = opened;
    const rows = async () =>
      page.evaluate<number[]>(
        `[...document.querySelectorAll('[role=grid] [role=row]')].map((row) => Number(row.getAttribute('aria-rowindex')))`,
      );
    await timeline.grid.hover();
    for (let i = 0; i < 5; i++) await page.mouse.wheel(0, 110);
    await expect.poll(async () => isAscending(await rows())).toBe(true);
    const seen = await rows();
    expect(seen.length).toBeLessThan(80);
    // The head of the list is a row too.
    expect(seen.slice(1)).toEqual(Array.from({ length: seen.length - 1 }, (_, i) => (seen[1] ?? 0) + i));
  });

  it('stay what they are while the list is scrolled back and forth: no row shows what another one holds', async () => {
    const { page } = opened;
    await timeline.grid.focus();
    await timeline.press('Home');
    await timeline.expectSelected(1);
    await timeline.grid.hover();
    for (const by of [5000, -1300, 44, -22, 900]) await page.mouse.wheel(0, by);
    const wrong = async () =>
      page.evaluate<string[]>(`[...document.querySelectorAll('[role=grid] [role=row][aria-selected]')]
        .filter((row) => !row.querySelector('.cell-preview').textContent.endsWith(' ' + (row.getAttribute('aria-rowindex') - 11))
          && row.getAttribute('data-lane') === 'stdout').map((row) => row.textContent)`);
    await timeline.grid.getByText('line 208', { exact: true }).waitFor();
    expect(await wrong()).toEqual([]);
  });

  it('are filtered by lane and by size, however many are hidden', async () => {
    await timeline.checkbox('stdout').uncheck();
    await timeline.expectShown(ROWS - 750_000);
    await timeline.grid.getByText('{ i: 3 }').waitFor();
    await timeline.grid.focus();
    await timeline.press('End');
    await timeline.expectSelected(ROWS);
    await timeline.grid.getByText('{ i: 999999 }').waitFor();
    await timeline.checkbox('stdout').check();
    await timeline.expectShown(ROWS);
    // From line 100000 on: eleven bytes and the line feed.
    await opened.page.getByRole('spinbutton', { name: 'Smallest size in bytes' }).fill('12');
    await expect.poll(() => timeline.rowCount()).toBeLessThan(ROWS);
    await opened.page.getByRole('button', { name: 'Clear the filter' }).click();
    await timeline.expectShown(ROWS);
  });

  it('are drawn in the lanes, whatever part of them is shown', async () => {
    await timeline.press('Home');
    const before = await timeline.viewport();
    await timeline.press('w', 'w', 'w', 'w');
    await timeline.viewportAfter(before);
    await timeline.press('d', 'd');
    await expect.poll(drawnColours).toBeGreaterThan(3);
  });
});

/** Colours in the canvas of the lanes. */
async function drawnColours(): Promise<number> {
  return opened.page.evaluate<number>(`(() => {
    const canvas = document.querySelector('.lanes-canvas canvas');
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    return new Set(new Uint32Array(data.buffer)).size;
  })()`);
}

function isAscending(numbers: readonly number[]): boolean {
  return numbers.every((number, i) => i === 0 || number > (numbers[i - 1] ?? 0));
}
