import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RecordingWriter } from '../../src/recording/recordingWriter.ts';
import { dockerFrame, stdoutFrame, text, valueFrame } from '../unit/wire/streams.ts';
import { LiveSample, META, writeSample } from './support/sampleRecording.ts';
import { TimelineDriver } from './support/timelineDriver.ts';
import { TimelineRig, type OpenedTimeline } from './support/timelinePage.ts';

type Said = readonly ['out' | 'err', string | Uint8Array];

let rig: TimelineRig;

beforeAll(async () => {
  rig = await TimelineRig.start();
});

afterAll(() => rig.stop());

/** Writes a dispatch that says this, each in a chunk of its own. */
function writeSaid(name: string, said: readonly Said[]): string {
  const path = join(rig.folder, `${name}.dispatch`);
  const writer = RecordingWriter.create(path, META);
  said.forEach(([stream, words], i) => {
    const frame = stream === 'err' ? (typeof words === 'string' ? text(words) : words) : stdoutFrame(words);
    writer.bytes('multiplexed', dockerFrame(stream === 'err' ? 2 : 1, frame), i);
  });
  writer.bytes('multiplexed', dockerFrame(1, valueFrame('return', null)), said.length);
  writer.outcome({ outcome: 'returned' }, said.length + 1);
  writer.close();
  return path;
}

async function open(name: string, said: readonly Said[]): Promise<OpenedTimeline> {
  return rig.open(writeSaid(name, said));
}

/** The lines in view, without the blanks behind them. */
async function lines(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(
    `[...document.querySelectorAll('.xterm-rows > div')].map((row) => row.textContent.replaceAll('\\u00a0', ' ').trimEnd())`,
  );
}

async function expectLine(page: Page, line: string): Promise<void> {
  await expect.poll(() => lines(page)).toContain(line);
}

const consoleOf = (page: Page) => page.getByRole('region', { name: 'Console' });

describe('the console', () => {
  it('shows what was printed as a terminal does, under the page’s own policy', async () => {
    const { page, complaints } = await open('looks', [
      ['out', '10%\r50%\r100%\n'],
      ['out', 'one\ntwo\n\u001b[1A\u001b[2KTWO\n'],
      ['out', '\u001b[31mred\u001b[0m \u001b[38;5;208morange\u001b[0m \u001b[38;2;1;200;255mtrue\u001b[0m\n'],
      ['out', 'a\tb\n日本|👩‍👩‍👧|🇩🇪|e\u0301|\n'],
      ['err', 'careful\n'],
    ]);
    await expectLine(page, 'careful');
    const shown = await lines(page);
    expect(shown.slice(0, 4)).toEqual(['100%', 'one', 'TWO', 'red orange true']);
    expect(shown[4]).toBe('a       b');
    const colour = (words: string) =>
      page.evaluate<string>(
        `getComputedStyle([...document.querySelectorAll('.xterm-rows span')].find((one) => one.textContent.includes('${words}'))).color`,
      );
    expect(await colour('true')).not.toBe(await colour('orange'));
    expect(await colour('red')).not.toBe(await colour('100%'));
    expect(complaints).toEqual({ errors: [], requests: [] });
  });

  it('counts wide and joined characters as a terminal does', async () => {
    const { page } = await open('wide', [['out', '日本|👩‍👩‍👧|🇩🇪|e\u0301|x\n']]);
    await expect.poll(async () => (await lines(page))[0]).toContain('👩‍👩‍👧');
    // Columns of two, two, one, two, one, two, one, one, one.
    const width = `(() => {
      const [row] = document.querySelectorAll('.xterm-rows > div');
      const range = document.createRange();
      range.selectNodeContents(row);
      const cell = document.querySelector('.xterm-screen').offsetWidth;
      return range.getBoundingClientRect().width / cell;
    })()`;
    expect(await page.evaluate<number>(width)).toBeLessThan(1.01);
  });

  it('tells stderr apart by a mark, and each line knows its frame', async () => {
    const { page } = await open('frames', [
      ['out', 'one\n'],
      ['err', 'two\n'],
      ['out', 'three '],
      ['out', 'four\n'],
    ]);
    const timeline = new TimelineDriver(page);
    await expectLine(page, 'three four');
    const marks = page.locator('.console-mark');
    const errors = `[...document.querySelectorAll('.console-mark')].flatMap((one, i) => one.dataset.error === undefined ? [] : [i])`;
    expect(await page.evaluate(errors)).toEqual([1]);
    await marks.nth(1).click();
    await timeline.expectSelected(2);
    await expect.poll(() => marks.nth(1).getAttribute('data-selected')).toBe('');
    await page
      .locator('.xterm-rows')
      .getByText('three four')
      .click({ button: 'right', position: { x: 60, y: 5 }, force: true });
    await page.getByRole('menuitem', { name: 'Show frame' }).click();
    await timeline.expectSelected(4);
    await timeline.grid.focus();
    await timeline.press('Home');
    await timeline.expectSelected(1);
    await expect.poll(() => marks.nth(0).getAttribute('data-selected')).toBe('');
  });

  it('has a menu that does what it says, with what there is to do', async () => {
    const path = writeSaid('menu', [['out', 'first needle\nsecond\n']]);
    const { page, complaints } = await rig.open(path, { permissions: ['clipboard-read', 'clipboard-write'] });
    await expectLine(page, 'second');
    const words = page.locator('.xterm-rows').getByText('first needle');
    const menu = page.getByRole('menu', { name: 'Console' });
    const offered = () => menu.getByRole('menuitem').allInnerTexts();
    const choose = (name: string) => menu.getByRole('menuitem', { name, exact: true }).click();
    const ask = (x: number) => words.click({ button: 'right', position: { x, y: 5 }, force: true });
    const copied = () => page.evaluate<string>('navigator.clipboard.readText()');
    await ask(5);
    expect(await offered()).toEqual(['Show frame', 'Copy all output', 'Find in the console']);
    await choose('Copy all output');
    await expect.poll(copied).toBe('first needle\nsecond\n');
    await words.dblclick({ position: { x: 60, y: 5 }, force: true });
    await ask(60);
    expect(await offered()).toEqual(['Show frame', 'Copy', 'Copy all output', 'Find in the console']);
    await choose('Copy');
    await expect.poll(copied).toBe('needle');
    await ask(60);
    await choose('Find in the console');
    const find = consoleOf(page).getByRole('textbox', { name: /find/i });
    await expect.poll(() => find.inputValue()).toBe('needle');
    await consoleOf(page).getByText('1 of 1').waitFor();
    await page.keyboard.press('Escape');
    await ask(5);
    await page.keyboard.press('Escape');
    expect(await menu.count()).toBe(0);
    expect(await page.evaluate('document.activeElement.className')).toContain('xterm');
    expect(complaints).toEqual({ errors: [], requests: [] });
  });

  it('finds, counts and goes from match to match', async () => {
    const { page } = await open('find', [['out', Array.from({ length: 17 }, (_, i) => `needle ${i}\nhay\n`).join('')]]);
    await expectLine(page, 'needle 16');
    await consoleOf(page).locator('.xterm-helper-textarea').focus();
    await page.keyboard.press('Control+f');
    await page.keyboard.type('needle');
    await consoleOf(page)
      .getByText(/^\d+ of 17$/)
      .waitFor();
    await page.keyboard.press('Enter');
    await consoleOf(page)
      .getByText(/^\d+ of 17$/)
      .waitFor();
    const counted = async () => consoleOf(page).locator('.console-count').textContent();
    const here = await counted();
    await consoleOf(page).locator('.xterm-helper-textarea').focus();
    await page.keyboard.press('F3');
    await expect.poll(counted).not.toBe(here);
    await page.keyboard.press('Shift+F3');
    await expect.poll(counted).toBe(here);
    await consoleOf(page).getByRole('textbox', { name: 'Find in the console' }).press('End');
    await page.keyboard.type('x');
    await consoleOf(page).getByText('No match').waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.evaluate(`document.activeElement.className`)).toContain('xterm-helper-textarea');
  });

  it('is left by Tab, by Shift+Tab and by Escape', async () => {
    const { page } = await open('keys', [['out', 'one\n']]);
    await expectLine(page, 'one');
    const inside = `document.querySelector('.console-terminal').contains(document.activeElement)`;
    for (const key of ['Tab', 'Shift+Tab', 'Escape']) {
      await consoleOf(page).locator('.xterm-helper-textarea').focus();
      expect(await page.evaluate(inside)).toBe(true);
      await page.keyboard.press(key);
      expect([key, await page.evaluate(inside)]).toEqual([key, false]);
    }
  });

  it('goes from line to line and to their frames by keys', async () => {
    const { page } = await open('lines', [
      ['out', 'one\n'],
      ['err', 'two\n'],
      ['out', 'three\n'],
    ]);
    const timeline = new TimelineDriver(page);
    await expectLine(page, 'three');
    await consoleOf(page).locator('.xterm-helper-textarea').focus();
    for (const [key, frame] of [
      ['Alt+ArrowUp', 3],
      ['Alt+ArrowUp', 2],
      ['Alt+ArrowUp', 1],
      ['Alt+ArrowDown', 2],
    ] as const) {
      await page.keyboard.press(key);
      await timeline.expectSelected(frame);
      await page.locator(`.console-mark[data-row="${frame - 1}"][data-selected]`).waitFor();
    }
  });

  it('wraps its lines anew when it gets narrower, and each is still of its frame', async () => {
    const { page } = await open('narrow', [
      ['out', `${'long '.repeat(80)}\n`],
      ['err', 'short\n'],
    ]);
    const errors = `[...document.querySelectorAll('.console-mark')].flatMap((one, i) => one.dataset.error === undefined ? [] : [i])`;
    const before = `[...document.querySelectorAll('.xterm-rows > div')].findIndex((row) => row.textContent.trim() === 'short')`;
    await expect.poll(() => page.evaluate(before)).toBeGreaterThan(0);
    const at = await page.evaluate<number>(before);
    await page.setViewportSize({ width: 1010, height: 800 });
    await expect.poll(() => page.evaluate(before)).toBeGreaterThan(at);
    await expect.poll(() => page.evaluate(errors)).toEqual([await page.evaluate(before)]);
  });

  it('is read by a screen reader, and what is selected is copied', async () => {
    const path = writeSaid('selected', [['out', 'one\ntwo\n']]);
    const { page } = await rig.open(path, { permissions: ['clipboard-read', 'clipboard-write'] });
    await expectLine(page, 'two');
    await page.getByRole('list').getByRole('listitem').getByText('two', { exact: true }).waitFor();
    await consoleOf(page).getByRole('textbox', { name: 'Console' }).focus();
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Control+c');
    await page.getByText('Copied').waitFor();
    expect((await page.evaluate<string>('navigator.clipboard.readText()')).trimEnd()).toBe('one\ntwo');
  });

  it('goes on with what is printed', async () => {
    const live = new LiveSample(join(rig.folder, 'live-console.dispatch'));
    live.say('first');
    const { page } = await rig.open(live);
    await expectLine(page, 'first');
    live.say('second');
    await expectLine(page, 'second');
    live.end();
  });

  it('loads its script only when there is something to show', async () => {
    const { page } = await open('nothing', []);
    await page.getByText('Nothing has been printed.').waitFor();
    const loaded = `performance.getEntriesByType('resource').some(({ name }) => name.endsWith('terminal.js'))`;
    expect(await page.evaluate(loaded)).toBe(false);
  });

  it('shows the end of much, says what is cut, and pages', async () => {
    const big: Said[] = Array.from({ length: 40 }, (_, i) => [
      'out',
      Array.from({ length: 2000 }, (_item, j) => `line ${i * 2000 + j}\n`).join(''),
    ]);
    const { page } = await open('big', big);
    await expectLine(page, 'line 79999');
    await consoleOf(page)
      .getByText(/^[\d,]+ of 868,890 bytes come before these lines\.$/)
      .waitFor();
    // The ten thousand lines before, then those before them.
    await consoleOf(page).getByRole('button', { name: 'Show earlier' }).click();
    await expect.poll(async () => (await lines(page)).some((line) => line.startsWith('line 699'))).toBe(true);
    await consoleOf(page).getByRole('button', { name: 'Show earlier' }).click();
    await consoleOf(page)
      .getByText(/^[\d,]+ of 868,890 bytes come after these lines\.$/)
      .waitFor();
    await consoleOf(page).getByRole('button', { name: 'Go to the end' }).click();
    await expectLine(page, 'line 79999');
    // The frame of a line far before is shown where it is.
    const timeline = new TimelineDriver(page);
    await timeline.grid.focus();
    await timeline.press('Home');
    await expectLine(page, 'line 0');
  });

  it('copies all of it as it was', async () => {
    const path = join(rig.folder, 'copied.dispatch');
    writeSample(path);
    const { page } = await rig.open(path, { permissions: ['clipboard-read', 'clipboard-write'] });
    await expectLine(page, 'line 23 of the rendered document');
    await consoleOf(page).getByRole('button', { name: 'Copy all output' }).click();
    await page.getByText('Copied').waitFor();
    const copied = await page.evaluate<string>('navigator.clipboard.readText()');
    expect(copied.startsWith('Reading the document\n\u001b[33mwarn\u001b[0m  unknown option')).toBe(true);
    expect(copied.split('\n')).toHaveLength(30);
  });
});
