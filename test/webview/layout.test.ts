import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeSample } from './support/sampleRecording.ts';
import { TimelineDriver } from './support/timelineDriver.ts';
import { TimelineRig } from './support/timelinePage.ts';

const LONG_ARGUMENTS = join(import.meta.dirname, '../../media/sample.dispatch');

let rig: TimelineRig;
let recording: string;

beforeAll(async () => {
  rig = await TimelineRig.start();
  recording = join(rig.folder, 'raised.dispatch');
  writeSample(recording, 'raised');
});

afterAll(() => rig.stop());

async function open(width: number, height: number): Promise<{ page: Page; timeline: TimelineDriver }> {
  const { page } = await rig.open(recording, { viewport: { width, height } });
  return { page, timeline: new TimelineDriver(page) };
}

const part = (page: Page, name: string) =>
  page.getByRole('tablist', { name: 'Parts of the page' }).getByRole('tab', { name });

async function expectInView(page: Page, selector: string): Promise<void> {
  const box = await page.locator(selector).boundingBox();
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
  expect(box?.x).toBeGreaterThanOrEqual(0);
  expect(box?.y).toBeGreaterThanOrEqual(0);
  expect((box?.x ?? 0) + (box?.width ?? Infinity)).toBeLessThanOrEqual(width);
  expect((box?.y ?? 0) + (box?.height ?? Infinity)).toBeLessThanOrEqual(height);
}

describe('where there is room', () => {
  it('lanes and frames fold, and stay as they were left', async () => {
    const { page } = await open(1280, 800);
    expect(await page.getByRole('tablist', { name: 'Parts of the page' }).count()).toBe(0);
    const fold = (name: string) => page.getByRole('button', { name, exact: true });
    await fold('Lanes').press('Enter');
    await page.getByRole('application', { name: 'Lanes' }).waitFor({ state: 'hidden' });
    await fold('Frames').click();
    await page.getByRole('grid').waitFor({ state: 'hidden' });
    const height = async () => (await page.locator('section.result').boundingBox())?.height ?? 0;
    await expect.poll(height).toBeGreaterThan(650);
    await page.reload();
    await page.locator('.result-body > *').waitFor();
    await expect.poll(async () => fold('Lanes').getAttribute('aria-expanded')).toBe('false');
    expect(await page.getByRole('grid').isVisible()).toBe(false);
    // What is searched for is in the frames: they open.
    await page.keyboard.press('/');
    await page.waitForFunction('document.activeElement.label === "Search in frames"');
    await page.getByRole('grid').waitFor();
  });

  it('the result takes more room by its bar', async () => {
    const { page } = await open(1280, 800);
    const height = async () => (await page.locator('section.result').boundingBox())?.height ?? 0;
    const before = await height();
    await page.getByRole('separator', { name: 'Height of the result' }).press('ArrowDown');
    await expect.poll(height).toBeCloseTo(before + 24, 0);
  });
});

it('the row that is chosen stays in view where its detail takes room from the list, however fast keys come', async () => {
  const { page, timeline } = await open(900, 900);
  await timeline.showPart('Frames');
  await timeline.grid.focus();
  await timeline.press('Home', ...Array.from({ length: 9 }, () => 'ArrowDown'));
  await page.getByRole('heading', { name: 'Frame 10 ·' }).waitFor();
  await timeline.expectSelected(10);
});

it.each([420, 480, 520, 600])('at a width of %i, how it ended is whole where arguments are cut', async (width) => {
  const { page } = await rig.open(LONG_ARGUMENTS, { viewport: { width, height: 700 } });
  await page.locator('.outcome-words').waitFor();
  const cut = ['.call', '.outcome-words'].map((selector) =>
    page.locator(selector).evaluate(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth),
  );
  expect(await Promise.all(cut)).toEqual([true, false]);
});

describe.each([
  [320, 640],
  [420, 700],
  [900, 400],
])('at %i × %i', (width, height) => {
  it('parts are tabs, by arrow keys, and the one that was chosen stays', async () => {
    const { page, timeline } = await open(width, height);
    await page.locator('section.result').getByText('depth must be at most 2').waitFor();
    await page.locator('section.console').waitFor({ state: 'hidden' });
    await part(page, 'Result').focus();
    await timeline.press('ArrowRight');
    await page.locator('.xterm-rows').waitFor();
    expect(await page.locator('section.result').isVisible()).toBe(false);
    await timeline.press('ArrowRight');
    await page.getByRole('grid').waitFor();
    expect(await page.locator('section.console').isVisible()).toBe(false);
    await timeline.press('ArrowRight');
    await page.getByRole('application', { name: 'Lanes' }).waitFor();
    expect(await page.getByRole('grid').isVisible()).toBe(false);
    await page.reload();
    await page.getByRole('application', { name: 'Lanes' }).waitFor();
    await expect.poll(async () => part(page, 'Lanes').getAttribute('aria-selected')).toBe('true');
  });

  it('the detail of a frame is in sight when it is chosen', async () => {
    const { page, timeline } = await open(width, height);
    await part(page, 'Frames').click();
    await timeline.frames.first().click();
    await timeline.expectSelected(1);
    await expectInView(page, 'section.detail');
    await expectInView(page, '.detail .panel:not([hidden])');
    await timeline.grid.hover();
    await page.mouse.wheel(0, 400);
    await expect.poll(async () => page.evaluate(`document.querySelector('.frames-grid').scrollTop`)).toBeGreaterThan(0);
  });

  it('menus and facts are in view, and nothing is clipped at the right', async () => {
    const { page, timeline } = await open(width, height);
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('menuitem').first().waitFor();
    await expectInView(page, '.menu:not([hidden])');
    await timeline.press('Escape');
    await page.getByRole('button', { name: 'Facts of the dispatch' }).click();
    await expectInView(page, '.facts-popover');
    await timeline.press('Escape');
    await page.locator('.facts-popover').waitFor({ state: 'hidden' });
    for (const name of ['Result', 'Console', 'Frames', 'Lanes'] as const) {
      await part(page, name).click();
      await timeline.drawn(2);
      const clipped = `[...document.querySelectorAll('button, input, select, vscode-textfield')].filter((e) => e.checkVisibility())
        .map((e) => [e.className, e.getBoundingClientRect()]).filter(([, { left, right, width }]) => width > 1 && (left < 0 || right > innerWidth))
        .map(([name]) => name)`;
      expect(await page.evaluate(clipped)).toEqual([]);
    }
  });
});
