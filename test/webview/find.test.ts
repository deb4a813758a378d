import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { writeLarge, writeSample } from './support/sampleRecording.ts';
import { TimelineDriver } from './support/timelineDriver.ts';
import { TimelineRig } from './support/timelinePage.ts';

let rig: TimelineRig;
let sample: string;
let page: Page;
let timeline: TimelineDriver;

beforeAll(async () => {
  rig = await TimelineRig.start();
  sample = join(rig.folder, 'find.dispatch');
  writeSample(sample);
});

afterAll(() => rig.stop());

async function open(recording: string): Promise<void> {
  ({ page } = await rig.open(recording));
  timeline = new TimelineDriver(page);
}

const marks = async (): Promise<string[]> => page.locator('[role=grid] mark').allTextContents();
const inDetail = async (name: string): Promise<string[]> =>
  page.evaluate(`[...(CSS.highlights.get('${name}') ?? [])].map((range) => range.toString())`);
const matches = (words: string | RegExp) => page.locator('.matches').filter({ hasText: words }).waitFor();

describe('a search', () => {
  beforeEach(() => open(sample));

  it('goes along as it is typed, counts, and goes on by Enter, F3 and with Shift', async () => {
    await timeline.press('Control+f');
    await page.keyboard.type('took');
    await timeline.expectSelected(18);
    await matches('1 of 3');
    await timeline.press('Enter');
    await timeline.expectSelected(28);
    await matches('2 of 3');
    await timeline.press('F3', 'F3');
    await timeline.expectSelected(18);
    await timeline.press('Shift+F3');
    await timeline.expectSelected(38);
    await matches('3 of 3');
  });

  it('gives the focus back by Escape, and marks nothing any more', async () => {
    await timeline.checkbox('stdout').focus();
    await timeline.press('Control+f');
    await page.keyboard.type('line 1');
    await expect.poll(marks).toContain('line 1');
    await timeline.press('Escape');
    await expect.poll(marks).toEqual([]);
    await expect.poll(() => page.evaluate('document.activeElement.type')).toBe('checkbox');
  });

  it('marks every match in the previews that are shown, and in the detail', async () => {
    await timeline.press('Control+f');
    await page.keyboard.type('DEBUG');
    await timeline.expectSelected(18);
    await expect.poll(async () => new Set(await marks())).toEqual(new Set(['debug']));
    await expect.poll(async () => inDetail('hoosegow-find')).toEqual(['debug']);
    await page
      .getByRole('button', { name: /^Match case/ })
      .last()
      .click();
    await matches('No match');
    await expect.poll(marks).toEqual([]);
  });

  it('goes from match to match within a detail, and then to the next frame', async () => {
    await timeline.grid.getByText('heading: "Title"').click();
    await timeline.press('Control+f');
    await page.keyboard.type('e');
    await timeline.expectSelected(11);
    await expect.poll(async () => (await inDetail('hoosegow-find')).length).toBeGreaterThan(3);
    await timeline.panel.locator('[role=treeitem][tabindex="0"]').focus();
    await timeline.press('F3');
    await expect.poll(async () => inDetail('hoosegow-find-current')).toEqual(['e']);
    // A pane that changes is marked anew, and stays where it is.
    await page.evaluate(`document.querySelector('section.detail').append(document.createComment(''))`);
    await timeline.drawn(2);
    expect(await inDetail('hoosegow-find-current')).toEqual(['e']);
    await timeline.expectSelected(11);
  });

  it('takes whole words and regular expressions, and tells a wrong one at its field, without moving anything', async () => {
    const place = async () => (await page.locator('.lanes').boundingBox())?.y;
    const before = await place();
    await timeline.press('Control+f');
    await page.getByRole('button', { name: 'Search by regular expression' }).click();
    const search = page.getByRole('textbox', { name: 'Search in frames' });
    await search.fill('line (1');
    await page.locator('[role=search] .field-error').filter({ hasText: 'not a regular expression' }).waitFor();
    expect(await place()).toBe(before);
    await search.fill('line (1|2)$');
    await matches('No match');
    await search.fill('line (1|2)\\b');
    await matches('1 of 2');
    await expect.poll(marks).toEqual(['line 1', 'line 2']);
    await search.fill('^(.+)+(x|y)z$');
    await page.locator('[role=search] .field-error').filter({ hasText: 'takes too long' }).waitFor();
    await search.fill('took');
    await matches('of 3');
  });

  it('tells a smallest size above the largest at the field, without moving anything', async () => {
    const place = async () => (await page.locator('.lanes').boundingBox())?.y;
    const before = await place();
    await page.getByRole('spinbutton', { name: 'Smallest size in bytes' }).fill('90');
    await expect.poll(() => timeline.rowCount()).toBeLessThan(10);
    const shown = await timeline.rowCount();
    await page.getByRole('spinbutton', { name: 'Largest size in bytes' }).fill('5');
    await page.getByText('The smallest size is above the largest.').waitFor();
    expect([await place(), await timeline.rowCount()]).toEqual([before, shown]);
  });

  it('opens the steps around the call if that is where it is', async () => {
    ({ page } = await rig.open(sample, {}, '', false));
    timeline = new TimelineDriver(page);
    expect(await timeline.grid.getByText('started', { exact: true }).count()).toBe(0);
    await timeline.press('Control+f');
    await page.keyboard.type('attached');
    await timeline.expectSelected(5);
  });
});

describe('a search in many frames', () => {
  it('goes to the first match at once, and counts in the background', async () => {
    const large = join(rig.folder, 'large.dispatch');
    writeLarge(large, 300_000);
    await open(large);
    await timeline.press('Control+f');
    await page.keyboard.type('line 1');
    await timeline.expectSelected(10);
    // A quarter of the lines is a yield.
    await matches(/^1 of 83,33\d$/);
  });
});
