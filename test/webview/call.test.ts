import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LiveSample, writeSample } from './support/sampleRecording.ts';
import { TimelineDriver } from './support/timelineDriver.ts';
import { TimelineRig } from './support/timelinePage.ts';

let rig: TimelineRig;
let sample: string;
let page: Page;
let timeline: TimelineDriver;

beforeAll(async () => {
  rig = await TimelineRig.start();
  sample = join(rig.folder, 'call.dispatch');
  writeSample(sample);
});

afterAll(() => rig.stop());

/** Counts how often the page waits for a second. */
const COUNT_WAITS = `{
  window.waits = 0;
  const wait = window.setTimeout;
  window.setTimeout = (act, time, ...rest) => {
    if (time === 1000) window.waits++;
    return wait(act, time, ...rest);
  };
}`;

async function open(recording: string | Pick<LiveSample, 'reader'>, options = {}, script = ''): Promise<void> {
  ({ page } = await rig.open(recording, options, script, false));
  timeline = new TimelineDriver(page);
}

describe('the lanes', () => {
  it('show the call, with a button at either end for what the engine did before and after', async () => {
    await open(sample);
    const call = await timeline.viewport();
    expect(call).toMatch(/^10\d\.\d ms – 23\d\.\d ms$/);
    const before = page.getByRole('button', { name: /^Before the call: 104\.5 ms/ });
    await page.getByRole('button', { name: /^After the call: 12 ms/ }).waitFor();
    await before.press('Enter');
    expect(await timeline.viewportAfter(call)).toMatch(/^0 µs – 24\d/);
    await before.waitFor({ state: 'hidden' });
    await timeline.press('c');
    await page.locator(`[role=scrollbar][aria-valuetext="${call}"]`).waitFor();
    await timeline.press('0');
    expect(await timeline.viewportAfter(call)).toMatch(/^0 µs – 24\d/);
  });
});

describe('the list', () => {
  it('has one line each for the steps before and after the call', async () => {
    await open(sample);
    await timeline.grid.getByText('8 steps before the call · 104.5 ms').waitFor();
    expect(await timeline.grid.getByText('building').count()).toBe(0);
    expect(await timeline.rowCount()).toBe(51);
    expect(Number(await timeline.grid.getAttribute('aria-rowcount'))).toBe(51 - 11 + 2 + 1);
    await timeline.grid.focus();
    await timeline.press('End');
    await timeline.expectSelected(51);
    await timeline.grid.getByText('3 steps after the call').click();
    await timeline.grid.getByText('removed').waitFor();
  });

  it('opens and closes them by keys, and tells assistive technology', async () => {
    await open(sample);
    await timeline.press('ArrowDown');
    await timeline.expectSelected(9);
    await timeline.grid.focus();
    await timeline.press('ArrowUp');
    const head = timeline.grid.getByRole('row', { name: /8 steps before the call/ });
    await expect.poll(async () => head.getAttribute('aria-selected')).toBe('true');
    expect(await timeline.grid.getAttribute('aria-activedescendant')).toBe(await head.getAttribute('id'));
    const cell = head.getByRole('gridcell').first();
    expect(await cell.getAttribute('aria-expanded')).toBe('false');
    await timeline.press('Enter');
    await expect.poll(async () => cell.getAttribute('aria-expanded')).toBe('true');
    await timeline.press('ArrowDown');
    await timeline.expectSelected(1);
    await timeline.press('ArrowUp');
    await expect.poll(async () => head.getAttribute('aria-selected')).toBe('true');
    await timeline.press('ArrowLeft');
    await expect.poll(async () => cell.getAttribute('aria-expanded')).toBe('false');
  });

  it('folds nothing while a filter is set', async () => {
    await open(sample);
    await page.getByRole('textbox', { name: 'Filter frames by text' }).fill('attached');
    await timeline.expectShown(1);
    await timeline.grid.getByText('attached').first().waitFor();
  });
});

describe('a dispatch that runs', () => {
  it('moves its time on without frames, and stops with the end', async () => {
    const live = new LiveSample(join(rig.folder, 'now.dispatch'));
    live.say('the first line');
    await open(live);
    const line = page.locator('.now-text');
    const read = async () => (await line.textContent()) ?? '';
    await line.filter({ hasText: 'now ·' }).waitFor();
    const before = await read();
    await expect.poll(read).not.toBe(before);
    const viewport = await timeline.viewport();
    await timeline.viewportAfter(viewport);
    live.end();
    await line.waitFor({ state: 'hidden' });
  });

  it('moves once a second for users who prefer reduced motion', async () => {
    const live = new LiveSample(join(rig.folder, 'calm.dispatch'));
    live.say('the first line');
    await open(live, { reducedMotion: 'reduce' }, COUNT_WAITS);
    await page.locator('.now-text').filter({ hasText: 'now ·' }).waitFor();
    await page.evaluate(`window.changes = 0; window.before = waits; new MutationObserver(() => changes++)
      .observe(document.querySelector('.now-text'), { characterData: true, subtree: true })`);
    await expect.poll(() => page.evaluate<number>('changes')).toBeGreaterThan(1);
    const [changes = 0, waits = 0] = await page.evaluate<number[]>('[changes, waits - before]');
    expect(changes).toBeLessThanOrEqual(waits + 1);
  });

  it('is followed to the very end', async () => {
    const live = new LiveSample(join(rig.folder, 'end.dispatch'));
    for (let i = 0; i < 60; i++) live.say(`line ${i}`);
    await open(live);
    await timeline.grid.getByText('line 59').waitFor();
    live.end();
    await timeline.grid.getByText(/^returned/).waitFor();
    await timeline.drawn(3);
    const hidden = `(() => {
      const grid = document.querySelector('[role=grid]').getBoundingClientRect();
      const rows = [...document.querySelectorAll('[role=grid] .frame-row')];
      const last = Math.max(...rows.map((row) => Number(row.getAttribute('aria-rowindex'))));
      const row = rows.find((one) => Number(one.getAttribute('aria-rowindex')) === last);
      const count = Number(document.querySelector('[role=grid]').getAttribute('aria-rowcount'));
      return [count - last, Math.max(0, row.getBoundingClientRect().bottom - grid.bottom)];
    })()`;
    await expect.poll(() => page.evaluate(hidden)).toEqual([0, 0]);
  });
});
