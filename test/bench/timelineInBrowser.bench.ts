import { join } from 'node:path';
import type { CDPSession, Page } from 'playwright-core';
import { writeLarge } from '../webview/support/sampleRecording.ts';
import { TimelineRig } from '../webview/support/timelinePage.ts';
import type { Bench, BenchContext, Result } from './figure.ts';
import { traceFrames } from './frameTrace.ts';

const FRAMES = 1_000_000;
const OPENS = 3;
/** Frames of the display in each pass. */
const PASS = 240;
const PASSES = 2;

/** Milliseconds of a frame of the display. */
const BUDGET = 1000 / 60;
/** Milliseconds in which the first rows are there; bytes of the page's script. */
const MOST_OPEN = 1500;
const MOST_HEAP = 150_000_000;

/** What hands do, once in each frame of the display; `i` counts them. */
const GESTURES: readonly (readonly [name: string, script: string])[] = [
  [
    'wheel over the list',
    `grid.dispatchEvent(new WheelEvent('wheel', { deltaY: 97, bubbles: true, cancelable: true }))`,
  ],
  ['scrollbar of the list, through everything', `grid.scrollTop = (i / ${PASS}) * grid.scrollHeight`],
  [
    'zoom and pan in the lanes',
    // In, to the right, back, and out: each step shows another stretch, since a frame that changes nothing costs nothing.
    `canvas.dispatchEvent(new WheelEvent('wheel', i % 120 < 30 || i % 120 >= 90
      ? { deltaY: i % 120 < 30 ? -80 : 80, clientX: canvas.getBoundingClientRect().left + 400, cancelable: true }
      : { deltaX: i % 120 < 60 ? 40 : -40, cancelable: true }))`,
  ],
];

/** Promises in the page of the time at which its first rows, and the last of all rows, were there. */
const WATCH = `
  window.benchTimes = (() => {
    const [shown, counted] = [Promise.withResolvers(), Promise.withResolvers()];
    new MutationObserver(() => {
      const grid = document.querySelector('[role=grid]');
      if (grid?.querySelector('[role=row][aria-selected]')) shown.resolve(performance.now());
      if (Number(grid?.getAttribute('aria-rowcount')) > ${FRAMES}) counted.resolve(performance.now());
    }).observe(document, { subtree: true, childList: true, attributes: true });
    return { shown: shown.promise, counted: counted.promise };
  })();`;

export const bench: Bench = {
  name: 'timeline in Chromium, 1,000,000 frames',
  async run(context) {
    const [atDisplay, atWill] = [
      await TimelineRig.start(),
      await TimelineRig.start(['--disable-frame-rate-limit', '--disable-gpu-vsync']),
    ];
    try {
      const recording = join(atDisplay.folder, 'million.dispatch');
      writeLarge(recording, FRAMES);
      return [
        ...(await measureOpening(atDisplay, recording, context)),
        ...(await measureGestures(atDisplay, atWill, recording, context)),
      ];
    } finally {
      await Promise.all([atDisplay.stop(), atWill.stop()]);
    }
  },
};

async function measureOpening(rig: TimelineRig, recording: string, context: BenchContext): Promise<Result[]> {
  const shown: number[] = [];
  const counted: number[] = [];
  for (let i = 0; i < OPENS; i++) {
    const { page } = await rig.open(recording, {}, WATCH);
    shown.push(await page.evaluate<number>('benchTimes.shown'));
    counted.push(await page.evaluate<number>('benchTimes.counted'));
    context.log(
      `opened: first rows after ${shown.at(-1)?.toFixed(0)} ms, all counted after ${counted.at(-1)?.toFixed(0)} ms`,
    );
    await page.close();
  }
  const open = share(shown, 0.5);
  return [
    { ...measured('open: first rows', open, 'ms'), target: '≤ 1.5 s', met: open <= MOST_OPEN },
    measured('open: all of them counted', share(counted, 0.5), 'ms'),
  ];
}

async function measureGestures(
  atDisplay: TimelineRig,
  atWill: TimelineRig,
  recording: string,
  context: BenchContext,
): Promise<Result[]> {
  const [calm, free] = [await openWhole(atDisplay, recording), await openWhole(atWill, recording)];
  const session = await calm.context().newCDPSession(calm);
  const results: Result[] = [];
  for (const [name, script] of GESTURES) {
    const times = { calm: [] as number[], free: [] as number[], main: [] as number[], raster: [] as number[] };
    for (let pass = 0; pass < PASSES; pass++) {
      times.calm.push(...(await gesture(calm, script)));
      times.free.push(...(await gesture(free, script)));
      const costs = await traceFrames(session, () => gesture(calm, script));
      times.main.push(...costs.main);
      times.raster.push(...costs.raster);
    }
    const line = Object.entries(times).map(
      ([what, all]) => `${what} ${share(all, 0.5).toFixed(1)}/${share(all, 0.95).toFixed(1)}`,
    );
    context.log(`${name}, p50/p95 in ms: ${line.join(', ')}`);
    results.push(
      inBudget(`${name}: a frame, from input to pixels, as fast as it goes, p95`, share(times.free, 0.95)),
      inBudget(`${name}: script, style, layout and paint of a frame, p95`, share(times.main, 0.95)),
      measured(`${name}: raster of a frame, p95`, share(times.raster, 0.95), 'ms'),
      measured(`${name}: from frame to frame on a display of 60 Hz, p50`, share(times.calm, 0.5), 'ms'),
      measured(`${name}: from frame to frame on a display of 60 Hz, p95`, share(times.calm, 0.95), 'ms'),
    );
  }
  return [...results, ...(await measureMemory(calm, session))];
}

async function openWhole(rig: TimelineRig, recording: string): Promise<Page> {
  const { page } = await rig.open(recording, {}, WATCH);
  await page.evaluate('benchTimes.counted');
  return page;
}

/** Milliseconds from each frame of the display to the next, while something is done in every one. */
async function gesture(page: Page, script: string): Promise<number[]> {
  return page.evaluate<number[]>(`new Promise((resolve) => {
    const grid = document.querySelector('[role=grid]');
    const canvas = document.querySelector('.lanes-canvas');
    const times = [];
    let last = performance.now();
    let i = 0;
    const step = () => {
      const now = performance.now();
      times.push(now - last);
      last = now;
      if (i++ === ${PASS}) return resolve(times.slice(1));
      ${script};
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  })`);
}

async function measureMemory(page: Page, session: CDPSession): Promise<Result[]> {
  await session.send('Performance.enable');
  const { metrics } = await session.send('Performance.getMetrics');
  const used = metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? Infinity;
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const elements = Number(await page.evaluate(`document.querySelectorAll('*').length`));
  return [
    { ...measured('heap of the page after all that', used / 1e6, 'MB'), target: '< 150 MB', met: used < MOST_HEAP },
    measured('heap of the page, garbage collected', usedSize / 1e6, 'MB'),
    measured('elements in the page', elements, ''),
  ];
}

function inBudget(figure: string, value: number): Result {
  const against = 'a frame of a 60 Hz display';
  return { figure, value, unit: 'ms', against, ratio: value / BUDGET, target: '≤ 16.7 ms', met: value <= BUDGET };
}

function measured(figure: string, value: number, unit: string): Result {
  return { figure, value, unit, against: null, ratio: null, target: null, met: null };
}

/** The value that so many of them stay below. */
function share(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) * part)] ?? Infinity;
}
