import axe from 'axe-core';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeSample } from './support/sampleRecording.ts';
import { TimelineDriver } from './support/timelineDriver.ts';
import { TimelineRig } from './support/timelinePage.ts';

const FIT_ALL = 'Fit all, with the steps before and after the call';

let rig: TimelineRig;
let recording: string;

beforeAll(async () => {
  rig = await TimelineRig.start();
  recording = join(rig.folder, 'raised.dispatch');
  writeSample(recording, 'raised');
});

afterAll(() => rig.stop());

interface Finding {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** What axe-core finds wrong, all of its rules, shadow trees included. */
async function findingsOf(page: Page): Promise<string[]> {
  // The page's policy allows no script but its own; this one comes through the browser's debugger.
  await page.evaluate(axe.source);
  const findings: readonly Finding[] = await page.evaluate(
    `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations)`,
  );
  return findings.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 200)} ${node.failureSummary}`),
  );
}

const looks = [
  { name: 'light', viewport: { width: 1600, height: 900 }, colorScheme: 'light' },
  { name: 'dark', viewport: { width: 900, height: 900 }, colorScheme: 'dark' },
  { name: 'narrow', viewport: { width: 320, height: 640 }, colorScheme: 'light' },
  { name: 'forced colours', viewport: { width: 1280, height: 800 }, colorScheme: 'dark', forcedColors: 'active' },
] as const;

describe.each(looks)('in $name', ({ viewport, colorScheme, ...rest }) => {
  it('axe-core finds nothing wrong, whatever is open', async () => {
    const { page } = await rig.open(recording, { viewport, colorScheme, ...rest });
    const timeline = new TimelineDriver(page);
    expect(await findingsOf(page)).toEqual([]);
    await timeline.showPart('Lanes');
    expect(await findingsOf(page)).toEqual([]);
    await timeline.showPart('Frames');
    await timeline.grid.focus();
    await timeline.press('Home', ...Array.from({ length: 9 }, () => 'ArrowDown'));
    await timeline.expectSelected(10);
    for (const tab of ['Text', 'Bytes'] as const) {
      await timeline.tab(tab).click();
      await page.getByRole('tab', { name: tab, selected: true }).waitFor();
      expect(await findingsOf(page)).toEqual([]);
    }
    await timeline.tab('Value').click();
    await timeline.grid.focus();
    await timeline.press('ArrowDown');
    await page.locator('section.detail').getByRole('tree').waitFor();
    expect(await findingsOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Facts of the dispatch' }).click();
    expect(await findingsOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Export' }).click();
    expect(await findingsOf(page)).toEqual([]);
    await timeline.press('Escape', '?');
    await page.getByRole('dialog').waitFor();
    expect(await findingsOf(page)).toEqual([]);
  });

  it('fits its width: nothing has to be scrolled sideways', async () => {
    const { page } = await rig.open(recording, { viewport, colorScheme, ...rest });
    const timeline = new TimelineDriver(page);
    const places = {
      'Fit the selection; again: back': 'Lanes',
      [FIT_ALL]: 'Lanes',
      'Next match': 'Frames',
      Keys: 'Result',
      Export: 'Result',
    } as const;
    for (const [name, part] of Object.entries(places)) {
      await timeline.showPart(part);
      await timeline.drawn(2);
      expect(await page.evaluate('document.scrollingElement.scrollWidth')).toBeLessThanOrEqual(viewport.width);
      const box = await page.getByRole('button', { name, exact: true }).boundingBox();
      expect(box && box.x >= 0 && box.x + box.width <= viewport.width).toBe(true);
    }
  });
});

describe('by keyboard alone', () => {
  it('everything can be reached by Tab, in the order in which it is read', async () => {
    const { page } = await rig.open(recording);
    const timeline = new TimelineDriver(page);
    await timeline.press('ArrowDown');
    await timeline.expectSelected(1);
    await page.evaluate('document.activeElement.blur()');
    const seen: string[] = [];
    for (let i = 0; i < 60; i++) {
      await page.keyboard.press('Tab');
      const name: unknown = await page.evaluate(
        `(() => { const e = document.activeElement; return e === document.body ? '' : e.getAttribute('aria-label') ?? e.label ?? e.labels?.[0]?.textContent ?? e.textContent; })()`,
      );
      if (name === '' || (seen.length > 0 && name === seen[0])) break;
      seen.push(String(name).trim());
    }
    const expected = [
      'Facts of the dispatch: container · 256 MiB · 1 min · docker 29.1',
      'Export',
      'Keys',
      'Copy result',
      'Save…',
      'Raised',
      'Height of the result',
      'Lanes',
      'Previous frame',
      'Play',
      'Next frame',
      'Speed',
      'Time',
      'Zoom in',
      'Fit the selection; again: back',
      'Fit the call',
      FIT_ALL,
      'Part of the timeline that is shown',
      'Lanes',
      'Height of the lanes',
      'Frames',
      'lifecycle',
      'result',
      'Filter frames by text',
      'Filter by regular expression',
      'Smallest size in bytes',
      'Search in frames',
      'Previous match',
      'Next match',
      'Frames',
      'Size of the list of frames',
      'Value',
      'Copy value',
    ];
    expect(seen.filter((name) => expected.includes(name))).toEqual(expected);
  });

  it('less motion is no motion: nothing spins', async () => {
    const { page } = await rig.open(recording, { reducedMotion: 'reduce' });
    const running = await page.evaluate(
      `document.getAnimations().filter(({ playState }) => playState === 'running').length`,
    );
    expect(running).toBe(0);
  });
});
