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

interface Frames {
  /** Milliseconds between frames of the display, sorted. */
  readonly times: readonly number[];
  readonly longest: number;
}

/** Does something with each frame of the display, and tells how long they took. */
async function framesWhile(script: string, count: number): Promise<Frames> {
  const times = await opened.page.evaluate<number[]>(`new Promise((resolve) => {
    const grid = document.querySelector('[role=grid]');
    const canvas = document.querySelector('.lanes-canvas');
    const times = [];
    let last = performance.now();
    let i = 0;
    const step = () => {
      const now = performance.now();
      times.push(now - last);
      last = now;
      if (i++ === ${count}) return resolve(times.slice(1));
      ${script}
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  })`);
  const sorted = times.toSorted((a, b) => a - b);
  return { times: sorted, longest: sorted.at(-1) ?? Infinity };
}

const share = ({ times }: Frames, part: number): number => times[Math.floor((times.length - 1) * part)] ?? Infinity;

describe('a million frames', () => {
  it('are all there, from the first to the last', async () => {
    await expect.poll(() => timeline.rowCount(), { timeout: 20_000 }).toBe(ROWS);
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

  it('scroll smoothly, and only what is in view exists', async () => {
    const wheel = await framesWhile(
      `grid.dispatchEvent(new WheelEvent('wheel', { deltaY: 97, bubbles: true, cancelable: true }));`,
      120,
    );
    const drag = await framesWhile(`grid.scrollTop = (i / 120) * grid.scrollHeight;`, 120);
    console.log(
      `wheel: median ${share(wheel, 0.5).toFixed(1)} ms, p95 ${share(wheel, 0.95).toFixed(1)}, longest ${wheel.longest.toFixed(1)}`,
    );
    console.log(
      `drag: median ${share(drag, 0.5).toFixed(1)} ms, p95 ${share(drag, 0.95).toFixed(1)}, longest ${drag.longest.toFixed(1)}`,
    );
    expect(share(wheel, 0.9)).toBeLessThan(40);
    expect(share(drag, 0.9)).toBeLessThan(40);
    expect(await opened.page.evaluate(`document.querySelectorAll('[role=row]').length`)).toBeLessThan(80);
  });

  it('zoom and pan smoothly in the lanes', async () => {
    const frames = await framesWhile(
      `canvas.dispatchEvent(new WheelEvent('wheel', i % 60 < 30
        ? { deltaY: i < 60 ? -80 : 80, clientX: canvas.getBoundingClientRect().left + 400, cancelable: true }
        : { deltaX: i < 60 ? 40 : -40, cancelable: true }));`,
      120,
    );
    console.log(
      `lanes: median ${share(frames, 0.5).toFixed(1)} ms, p95 ${share(frames, 0.95).toFixed(1)}, longest ${frames.longest.toFixed(1)}`,
    );
    expect(share(frames, 0.9)).toBeLessThan(40);
  });

  it('are open within a second and a half', async () => {
    const began = performance.now();
    const again = await rig.open(recording);
    await again.page.getByRole('grid', { name: 'Frames' }).getByText('building the image').waitFor();
    const shown = performance.now() - began;
    await new TimelineDriver(again.page).expectShown(ROWS);
    console.log(
      `first rows after ${shown.toFixed(0)} ms, all counted after ${(performance.now() - began).toFixed(0)} ms`,
    );
    expect(shown).toBeLessThan(1500);
  });

  it('cost the page little memory', async () => {
    const session = await opened.page.context().newCDPSession(opened.page);
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    console.log(`heap of the page: ${(usedSize / 1024 ** 2).toFixed(1)} MiB`);
    expect(usedSize).toBeLessThan(40 * 1024 ** 2);
  });
});
