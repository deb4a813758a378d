import axe from 'axe-core';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SAMPLES, writeResult } from './support/resultSamples.ts';
import { writeSample } from './support/sampleRecording.ts';
import themes from './support/themes.json' with { type: 'json' };
import { TimelineDriver } from './support/timelineDriver.ts';
import { TimelineRig } from './support/timelinePage.ts';

let rig: TimelineRig;
let raised: Page;
let table: Page;
/** Every variable that the page of a browser has of its own: a theme that lacks one leaves it unset. */
let own: readonly string[];

beforeAll(async () => {
  rig = await TimelineRig.start();
  const css = await readFile(join(import.meta.dirname, '../../webview/browser.css'), 'utf8');
  own = [...new Set(css.match(/--vscode-[\w-]+(?=:)/g))].filter((name) => !/font/.test(name));
  const paths = { raised: join(rig.folder, 'raised.dispatch'), table: join(rig.folder, 'table.dispatch') };
  writeSample(paths.raised, 'raised');
  writeResult(paths.table, SAMPLES.table);
  const options = { viewport: { width: 1100, height: 800 }, reducedMotion: 'reduce' } as const;
  raised = (await rig.open(paths.raised, options)).page;
  table = (await rig.open(paths.table, options)).page;
  for (const page of [raised, table]) await page.evaluate(axe.source);
  await new TimelineDriver(raised).grid.getByText('unknown option').click();
  await table.locator('.frame-row[data-type=yield]').click();
  await table.getByRole('button', { name: 'Facts of the dispatch' }).click();
});

afterAll(() => rig.stop());

async function setTheme(page: Page, { kind, colours }: (typeof themes)[keyof typeof themes]): Promise<void> {
  const all = { ...Object.fromEntries(own.map((name) => [name, 'initial'])), ...colours };
  await page.evaluate(`(() => {
    const { style } = document.documentElement;
    for (const name of [...style]) style.removeProperty(name);
    for (const [name, value] of Object.entries(${JSON.stringify(all)})) style.setProperty(name, value);
    style.colorScheme = ${JSON.stringify(/dark|black/.test(kind) ? 'dark' : 'light')};
  })()`);
}

/** Texts below 4.5 to 1, as axe-core finds them. */
async function paleTexts(page: Page): Promise<readonly string[]> {
  return page.evaluate(`axe.run(document, { runOnly: ['color-contrast'], resultTypes: ['violations'] }).then(({ violations }) =>
    violations.flatMap(({ nodes }) => nodes.map(({ html, any }) => any[0].data.contrastRatio + ' ' + html.slice(0, 120))))`);
}

/** Icons of controls below 3 to 1, which axe-core does not look at. */
const PALE_ICONS = `(() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const over = (colours) => {
    canvas.clearRect(0, 0, 1, 1);
    for (const colour of colours) { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); }
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = ([r, g, b]) => [r, g, b].map((c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const found = [];
  for (const icon of document.querySelectorAll('button:not(:disabled) .codicon, .outcome .codicon, .lane-label .codicon, .cell-lane .codicon')) {
    if (!icon.checkVisibility()) continue;
    const grounds = [];
    for (let e = icon; e; e = e.parentElement) grounds.unshift(getComputedStyle(e).backgroundColor);
    const ground = over(grounds);
    const [a, b] = [light(over([...grounds, getComputedStyle(icon).color])), light(ground)];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 3) found.push(ratio.toFixed(2) + ' ' + icon.className + ' in ' + icon.parentElement.className);
  }
  return [...new Set(found)];
})()`;

/** Buttons that have a visible border or outline in the colour of the focus, without having it. */
const LOOKING_FOCUSED = `(() => {
  const probe = document.createElement('i');
  probe.style.color = 'var(--vscode-focusBorder)';
  document.body.append(probe);
  const focus = getComputedStyle(probe).color;
  probe.remove();
  return [...document.querySelectorAll('button')].filter((e) => e !== document.activeElement && e.getAttribute('aria-pressed') !== 'true' && e.checkVisibility())
    .filter((e) => {
      const { outlineStyle, outlineColor, borderTopStyle, borderTopColor, borderTopWidth } = getComputedStyle(e);
      return (outlineStyle !== 'none' && outlineColor === focus) || (borderTopStyle !== 'none' && borderTopWidth !== '0px' && borderTopColor === focus);
    }).map((e) => e.className);
})()`;

describe.each(Object.entries(themes))('in the theme %s of VS Code', (_name, theme) => {
  it('every text has 4.5 to 1 and every icon 3 to 1, and no button looks focused that is not', async () => {
    for (const page of [raised, table]) {
      await setTheme(page, theme);
      expect(await paleTexts(page)).toEqual([]);
      expect(await page.evaluate(PALE_ICONS)).toEqual([]);
      expect(await page.evaluate(LOOKING_FOCUSED)).toEqual([]);
    }
  });
});
