import { join } from 'node:path';
import type { Page, WebSocketRoute } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LiveSample, writeSample } from './support/sampleRecording.ts';
import { TimelineDriver } from './support/timelineDriver.ts';
import { TimelineRig, type OpenedTimeline } from './support/timelinePage.ts';

let rig: TimelineRig;
let returned: string;
let raised: string;

beforeAll(async () => {
  rig = await TimelineRig.start();
  returned = join(rig.folder, 'returned.dispatch');
  raised = join(rig.folder, 'raised.dispatch');
  writeSample(returned);
  writeSample(raised, 'raised');
});

afterAll(() => rig.stop());

let opened: OpenedTimeline;
let timeline: TimelineDriver;
let page: Page;

async function open(recording: string | Pick<LiveSample, 'reader'>): Promise<void> {
  opened = await rig.open(recording, { permissions: ['clipboard-read', 'clipboard-write'] });
  page = opened.page;
  timeline = new TimelineDriver(page);
}

const clipboard = async (): Promise<unknown> => page.evaluate('navigator.clipboard.readText()');

describe('a finished dispatch', () => {
  beforeEach(() => open(returned));

  it('says what was called, how it ended and under which rules, and nothing goes wrong', async () => {
    await page.getByRole('heading', { name: 'render_markdown("# Title' }).waitFor();
    await page.getByText('returned in').first().waitFor();
    await page.getByRole('button', { name: 'Facts of the dispatch: container · 256 MiB · 1 min' }).click();
    await page.getByText('container, no network, read-only root').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('container, no network, read-only root').waitFor({ state: 'hidden' });
    expect(await timeline.rowCount()).toBe(51);
    expect(await page.getByRole('button', { name: 'Stop' }).count()).toBe(0);
    expect(opened.complaints).toEqual({ errors: [], requests: [] });
    expect(rig.reports).toEqual([]);
  });

  it('is stepped through by arrow keys from anywhere, and by pages and ends within the list', async () => {
    await timeline.press('ArrowDown', 'ArrowDown', 'ArrowDown');
    await timeline.expectSelected(3);
    await timeline.press('ArrowUp');
    await timeline.expectSelected(2);
    await timeline.press('ArrowRight');
    await timeline.expectSelected(3);
    await timeline.press('ArrowLeft');
    await timeline.expectSelected(2);
    await timeline.grid.focus();
    await timeline.press('End');
    await timeline.expectSelected(51);
    await timeline.press('ArrowDown');
    await timeline.expectSelected(51);
    await timeline.press('Home');
    await timeline.expectSelected(1);
    // As in the lists of the editor: to the edge of the view, then by a page of which a row stays.
    const index = async (): Promise<number> => Number(await timeline.selected.getAttribute('aria-rowindex')) - 2;
    await timeline.press('PageDown');
    await expect.poll(index).toBeGreaterThan(2);
    const edge = await index();
    await timeline.press('PageDown');
    await expect.poll(index).toBe(2 * edge);
    await timeline.press('PageUp');
    await expect.poll(index).toBe(edge);
    await timeline.press('PageUp');
    await timeline.expectSelected(1);
    await timeline.press(...Array.from({ length: 51 }, () => 'PageDown'));
    await timeline.expectSelected(51);
    await timeline.press('Home');
    await timeline.expectSelected(1);
    const active = await timeline.grid.getAttribute('aria-activedescendant');
    expect(active).toBe(await timeline.selected.getAttribute('id'));
  });

  it('steps within a lane by comma and full stop', async () => {
    await timeline.grid.getByText('Reading the document').click();
    await timeline.expectSelected(9);
    await timeline.press('.');
    await timeline.expectSelected(12);
    await timeline.press('.');
    await timeline.expectSelected(14);
    await timeline.press(',', ',');
    await timeline.expectSelected(9);
  });

  it('shows and hides lanes by their checkboxes and by 1 to 5, and counts what is hidden', async () => {
    for (const lane of ['stdout', 'stderr', 'yield', 'result', 'lifecycle']) {
      expect(await timeline.checkbox(lane).isChecked()).toBe(true);
    }
    await timeline.checkbox('stdout').uncheck();
    await timeline.expectShown(26);
    await page.getByText('26 of 51 shown, 25 hidden').waitFor();
    await timeline.press('1');
    await timeline.expectShown(15);
    await expect.poll(async () => timeline.checkbox('lifecycle').isChecked()).toBe(false);
    await timeline.checkbox('stdout').focus();
    await timeline.press('Space');
    await timeline.expectShown(40);
    await timeline.press('1');
    await timeline.expectShown(51);
    await page.getByText('51 frames').waitFor();
    await timeline.press('3', '4', '5', '2');
    await timeline.expectShown(11);
    await page.getByRole('button', { name: 'Clear the filter' }).click();
    await timeline.expectShown(51);
  });

  it('filters by text, regular expression and size, and says so when that is none', async () => {
    const filter = page.getByRole('textbox', { name: 'Filter frames by text' });
    await filter.fill('LINE 1');
    await timeline.expectShown(11);
    await filter.fill('line [12]3');
    await timeline.expectShown(0);
    await page.getByText('The filter hides every frame.').waitFor();
    await page.getByRole('button', { name: 'Filter by regular expression' }).click();
    await timeline.expectShown(2);
    await filter.fill('line (');
    await page.locator('.field-error').filter({ hasText: /./ }).first().waitFor();
    await timeline.expectShown(2);
    await filter.fill('');
    await timeline.expectShown(51);
    await page.getByRole('spinbutton', { name: 'Smallest size in bytes' }).fill('67');
    const sizes = await timeline.grid.locator('[role=row][aria-selected] .cell-size').allTextContents();
    await expect.poll(() => timeline.rowCount()).toBeLessThan(10);
    const large = await timeline.rowCount();
    await page.getByRole('spinbutton', { name: 'Largest size in bytes' }).fill('67');
    await timeline.expectShown(1);
    await timeline.grid.getByText('unknown option').waitFor();
    expect(sizes.length).toBeGreaterThan(large);
  });

  it('keeps the selected frame while the filter hides it, and steps on from there', async () => {
    await timeline.grid.getByText('Reading the document').click();
    await timeline.expectSelected(9);
    await timeline.press('2');
    await timeline.expectShown(26);
    await page.getByRole('heading', { name: 'Frame 9 ·' }).waitFor();
    await expect.poll(async () => timeline.selected.count()).toBe(0);
    await timeline.press('ArrowDown');
    await timeline.expectSelected(10);
    await timeline.press('ArrowUp');
    await timeline.expectSelected(8);
  });

  it('searches from / on, next and previous, around the end, and says when there is nothing', async () => {
    await timeline.press('/');
    const search = page.getByRole('textbox', { name: 'Search in frames' });
    await page.waitForFunction('document.activeElement.label === "Search in frames"');
    await page.keyboard.type('took');
    await timeline.expectSelected(18);
    await timeline.press('Enter');
    await timeline.expectSelected(28);
    await timeline.press('Shift+Enter', 'Shift+Enter');
    await timeline.expectSelected(38);
    await search.fill('nowhere to be found');
    await page.getByText('No match').waitFor();
    await timeline.press('Escape', 'ArrowUp');
    await timeline.expectSelected(37);
  });

  it('zooms by W and S, pans by A and D, fits by F, and shows the selected frame', async () => {
    const whole = await timeline.viewport();
    await timeline.press('w');
    const near = await timeline.viewportAfter(whole);
    await timeline.press('d');
    const right = await timeline.viewportAfter(near);
    await timeline.press('a');
    expect(await timeline.viewportAfter(right)).toBe(near);
    await timeline.press('s', 's');
    expect(await timeline.viewportAfter(near)).toBe(whole);
    await timeline.grid.getByText('started').click();
    await timeline.expectSelected(7);
    await timeline.press('f');
    expect(await timeline.viewportAfter(whole)).toMatch(/^101\.\d ms – 106\.\d ms$/);
    await timeline.press('f');
    await page.locator(`[role=scrollbar][aria-valuetext="${whole}"]`).waitFor();
  });

  it('zooms by the wheel where the pointer is, pans by dragging, picks by a click, measures with Shift', async () => {
    const whole = await timeline.viewport();
    const box = await page.getByRole('application', { name: 'Lanes' }).boundingBox();
    if (!box) throw new Error('the lanes have no size');
    const [y, at] = [box.y + 60, (share: number) => box.x + box.width * share];
    await page.mouse.move(at(0.5), y);
    await page.locator('.tip').getByText('ms').waitFor();
    await page.mouse.move(at(0.7), box.y + 30);
    await page
      .locator('.tip')
      .getByText(/run: \d+(\.\d)? ms/)
      .waitFor();
    await page.mouse.move(at(0.5), y);
    await page.mouse.wheel(0, -500);
    const near = await timeline.viewportAfter(whole);
    await page.mouse.down();
    await page.mouse.move(at(0.3), y, { steps: 4 });
    await page.mouse.up();
    await timeline.viewportAfter(near);
    await expect.poll(async () => timeline.selected.count()).toBe(0);
    await page.mouse.click(at(0.5), y);
    await timeline.selected.waitFor();
    await page.keyboard.down('Shift');
    await page.mouse.move(at(0.2), y);
    await page.mouse.down();
    await page.mouse.move(at(0.4), y, { steps: 4 });
    await page.mouse.up();
    await page.keyboard.up('Shift');
    await page.getByText(/ms selected$/).waitFor();
    await timeline.press('Escape');
    await page.getByText(/ms selected$/).waitFor({ state: 'detached' });
    await page.keyboard.down('Shift');
    await page.mouse.down();
    await page.mouse.move(at(0.2), y, { steps: 4 });
    await page.mouse.up();
    await page.keyboard.up('Shift');
    await page.getByText(/ms selected$/).waitFor();
    const before = await timeline.viewport();
    await timeline.press('f');
    await timeline.viewportAfter(before);
  });

  it('leaves the part in view where it is when a frame in it is picked, wherever the selected one was', async () => {
    await timeline.grid.getByText('building the image').click();
    await timeline.expectSelected(1);
    const whole = await timeline.viewport();
    const box = await page.getByRole('application', { name: 'Lanes' }).boundingBox();
    if (!box) throw new Error('the lanes have no size');
    await page.mouse.move(box.x + box.width * 0.6, box.y + 60);
    await page.mouse.wheel(0, -800);
    const near = await timeline.viewportAfter(whole);
    await page.evaluate(`window.seen = new Set(); new MutationObserver(() =>
      seen.add(document.querySelector('[role=scrollbar]').getAttribute('aria-valuetext'))
    ).observe(document.querySelector('[role=scrollbar]'), { attributes: true })`);
    await page.mouse.click(box.x + box.width * 0.6, box.y + 60);
    await page.locator('[role=row][aria-selected=true]:not([aria-rowindex="2"])').waitFor();
    expect(await timeline.viewport()).toBe(near);
    expect(await page.evaluate<string[]>('[...seen]')).toEqual([]);
  });

  it('moves the part in view by the minimap, dragged or by keys', async () => {
    await timeline.press('w', 'w', 'w');
    const minimap = page.getByRole('scrollbar');
    await minimap.focus();
    let now = await timeline.viewport();
    for (const key of ['Home', 'ArrowRight', 'PageDown', 'End', 'ArrowUp']) {
      await timeline.press(key);
      now = await timeline.viewportAfter(now);
    }
    const box = await minimap.boundingBox();
    if (!box) throw new Error('the minimap has no size');
    await page.mouse.click(box.x + 10, box.y + 10);
    expect(await timeline.viewportAfter(now)).toMatch(/^0 µs/);
  });

  it('switches between arrival and the time in the inmate', async () => {
    const row = timeline.grid.getByRole('row', { name: /Reading the document/ });
    expect(await row.textContent()).toContain('112.250');
    await page.getByRole('combobox', { name: 'Time' }).selectOption('inmate');
    await row.getByText('6.000').waitFor();
  });

  it('plays at the speed that is chosen, and pauses', async () => {
    await timeline.grid.getByText('Reading the document').click();
    await page.getByRole('combobox', { name: 'Speed' }).selectOption('0.01');
    await timeline.grid.focus();
    await timeline.press('Space');
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    await expect.poll(() => timeline.selectedNumber()).toBeGreaterThan(9);
    await timeline.press('Space');
    await page.getByRole('button', { name: 'Play' }).waitFor();
    // What was picked last is shown with the next frame of the display.
    await timeline.drawn(2);
    const stopped = await timeline.selectedNumber();
    expect(stopped).toBeLessThan(51);
    // A player that went on would pick the next one with one of these.
    await timeline.drawn(60);
    expect(await timeline.selectedNumber()).toBe(stopped);
    await page.getByRole('combobox', { name: 'Speed' }).selectOption('100');
    await page.getByRole('button', { name: 'Play' }).click();
    await timeline.expectSelected(51);
    await page.getByRole('button', { name: 'Play' }).waitFor();
  });

  it('is the same after the page was loaded again', async () => {
    await timeline.press('2');
    await timeline.expectShown(26);
    await timeline.grid.getByText('heading: "Title"').click();
    await timeline.expectSelected(11);
    await timeline.tab('Bytes').click();
    const whole = await timeline.viewport();
    await timeline.press('w', 'w');
    const near = await timeline.viewportAfter(whole);
    await timeline.drawn(20);
    const last = await timeline.viewport();
    await page.reload();
    await timeline.expectShown(26);
    await timeline.expectSelected(11);
    await expect.poll(async () => timeline.tab('Bytes').getAttribute('aria-selected')).toBe('true');
    await expect.poll(async () => timeline.checkbox('stdout').isChecked()).toBe(false);
    expect(near).toBeDefined();
    await page.locator(`[role=scrollbar][aria-valuetext="${last}"]`).waitFor();
  });

  it('tells its keys', async () => {
    await timeline.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).getByText('Zoom in and out').waitFor();
    await timeline.press('Escape');
    await expect.poll(async () => page.getByRole('dialog').count()).toBe(0);
  });

  it('gives exports and values as files', async () => {
    await page.getByRole('button', { name: 'Export' }).press('ArrowDown');
    const exported = page.waitForEvent('download');
    await timeline.press('Enter');
    expect((await exported).suggestedFilename()).toBe('returned.ndjson');
    await timeline.grid.getByText('heading: "Title"').click();
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save Value As…' }).click();
    expect((await saved).suggestedFilename()).toBe('returned-yield-11.json');
  });

  it('resizes its panes by keys and by dragging, and puts them back', async () => {
    const bar = page.getByRole('separator', { name: 'Height of the lanes' });
    const height = async () => (await page.locator('.lanes').boundingBox())?.height ?? 0;
    const before = await height();
    await bar.press('ArrowDown');
    await expect.poll(height).toBeCloseTo(before + 24, 0);
    await bar.press('Enter');
    await expect.poll(height).toBeCloseTo(before, 0);
    const box = await bar.boundingBox();
    if (!box) throw new Error('the bar has no size');
    await page.mouse.move(box.x + 50, box.y);
    await page.mouse.down();
    await page.mouse.move(box.x + 50, box.y + 60, { steps: 3 });
    await page.mouse.up();
    await expect.poll(height).toBeCloseTo(before + 60, 0);
  });
});

describe('what a frame holds', () => {
  it('is a tree of its value, opened and copied by keys', async () => {
    await open(returned);
    await timeline.grid.getByText('heading: "Title"').click();
    await timeline.press('Enter');
    const tree = timeline.panel.getByRole('tree');
    await tree.getByRole('treeitem', { name: 'big: 1152921504606846976 bigint' }).waitFor();
    await tree.getByRole('treeitem', { name: 'bytes: <6 B> 00 01 02 fa fb fc bytes' }).waitFor();
    // A type is told where the value does not show it.
    expect(await tree.locator('.kind-bytes + .tree-kind').isVisible()).toBe(true);
    expect(await tree.locator('.kind-boolean + .tree-kind').isVisible()).toBe(false);
    await page.locator('[role=treeitem]:focus').waitFor();
    await timeline.press('ArrowDown', 'Control+c');
    await page.getByText('Copied').waitFor();
    expect(await clipboard()).toBe('Title');
    await timeline.press('ArrowLeft', 'ArrowLeft');
    await expect.poll(async () => tree.getByRole('treeitem').count()).toBe(1);
    await timeline.press('ArrowRight');
    await tree.getByRole('treeitem', { name: /^level: 1/ }).waitFor();
  });

  it('is a tree that is gone through by pages', async () => {
    await open(returned);
    await timeline.grid.getByText('heading: "Title"').click();
    await timeline.press('Enter');
    await page.locator('[role=treeitem]:focus').waitFor();
    const focused = (): Promise<string | null> => page.locator('[role=treeitem]:focus').textContent();
    const items = timeline.panel.getByRole('treeitem');
    await timeline.press('Home');
    expect(await focused()).toBe(await items.first().textContent());
    const presses = await items.count();
    await timeline.press('PageDown');
    expect(await focused()).not.toBe(await items.first().textContent());
    await timeline.press(...Array.from({ length: presses }, () => 'PageDown'));
    expect(await focused()).toBe(await items.last().textContent());
    await timeline.press(...Array.from({ length: presses }, () => 'PageUp'));
    expect(await focused()).toBe(await items.first().textContent());
  });

  it('is text in the colours of a terminal', async () => {
    await open(returned);
    await page.setViewportSize({ width: 1280, height: 1100 });
    await timeline.grid.getByText('unknown option').click();
    await timeline.expectSelected(10);
    await expect.poll(async () => timeline.tab('Text').getAttribute('aria-selected')).toBe('true');
    await timeline.panel.locator('.ansi-front-3').getByText('warn', { exact: true }).waitFor();
    await timeline.panel.locator('.ansi-bold').getByText('theme', { exact: true }).waitFor();
    await timeline.grid.focus();
    await timeline.press(...Array.from({ length: 6 }, () => 'ArrowDown'));
    await timeline.expectSelected(16);
    await timeline.panel.getByText('line 3', { exact: true }).waitFor();
    await timeline.panel.getByRole('button', { name: 'Copy text' }).click();
    await page.getByText('Copied').waitFor();
    expect(await clipboard()).toContain('\u001b[33mline 3');
  });

  it('is bytes, each with what it means, by keys and copied as hex', async () => {
    await open(returned);
    await timeline.grid.getByText('Reading the document').click();
    await timeline.tab('Bytes').click();
    const status = timeline.panel.getByRole('status');
    await status.getByText('Byte 0 (0x0): 01 · Docker: stdout').waitFor();
    await timeline.panel.getByRole('application').focus();
    await timeline.press('ArrowDown', 'End');
    await status.getByText('Byte 31 (0x1f)').waitFor();
    await timeline.press('Shift+Home');
    await status.getByText('16 bytes selected').waitFor();
    await timeline.press('Control+c');
    await page.getByText('Copied').waitFor();
    expect(await clipboard()).toMatch(/^000010 {2}([0-9a-f]{2} ){15}[0-9a-f]{2} {2}/);
    await timeline.panel.getByRole('list', { name: 'What the colours mean' }).getByText('Docker header').waitFor();
  });

  it('is shown on the tab that was chosen, from frame to frame', async () => {
    await open(returned);
    await timeline.grid.getByText('heading: "Title"').click();
    await timeline.tab('Value').focus();
    await timeline.press('ArrowRight', 'ArrowRight');
    await page.getByRole('tab', { name: 'Bytes', selected: true }).waitFor();
    await timeline.grid.focus();
    await timeline.press('ArrowDown');
    await timeline.expectSelected(12);
    await page.getByRole('tab', { name: 'Bytes', selected: true }).waitFor();
  });

  it('is the message and the backtrace of a raise', async () => {
    await open(raised);
    await page.getByText('raised ArgumentError').first().waitFor();
    await timeline.grid.focus();
    await timeline.press('End');
    await timeline.grid.getByText('ArgumentError: depth').click();
    await timeline.panel.getByText('ArgumentError: depth must be at most 2').waitFor();
    expect(await timeline.panel.getByRole('list', { name: 'Backtrace' }).getByRole('listitem').count()).toBe(3);
  });
});

describe('a dispatch that goes on', () => {
  it('grows in the open timeline, is followed at its end until the user looks elsewhere, and ends', async () => {
    const live = new LiveSample(join(rig.folder, 'live.dispatch'));
    live.say('the first line');
    await open(live);
    await page.getByText('running').first().waitFor();
    await timeline.expectShown(9);
    for (let i = 0; i < 60; i++) live.say(`line ${i}`);
    await timeline.expectShown(69);
    await timeline.grid.getByText('line 59').waitFor();
    const follow = page.getByRole('button', { name: 'Follow the live end' });
    await expect.poll(async () => follow.getAttribute('aria-pressed')).toBe('true');
    await timeline.grid.focus();
    await timeline.press('Home');
    await timeline.expectSelected(1);
    await expect.poll(async () => follow.getAttribute('aria-pressed')).toBe('false');
    live.say('much later');
    await timeline.expectShown(70);
    expect(await timeline.grid.getByText('much later').count()).toBe(0);
    await follow.click();
    await timeline.grid.getByText('much later').waitFor();
    live.end();
    await page.getByText('returned in').first().waitFor();
    await expect.poll(async () => follow.isVisible()).toBe(false);
    expect(opened.complaints).toEqual({ errors: [], requests: [] });
  });

  it('selects what was selected before it was loaded again once its host has read so far', async () => {
    const lines = Array.from({ length: 10 }, (_, i) => `line ${i}`);
    const whole = new LiveSample(join(rig.folder, 'whole.dispatch'));
    const begun = new LiveSample(join(rig.folder, 'begun.dispatch'));
    for (const line of lines) whole.say(line);
    begun.say('line 0');
    let known = whole;
    await open({ reader: () => known.reader() });
    await timeline.expectShown(18);
    await timeline.grid.getByText('line 7').click();
    await timeline.expectSelected(16);
    known = begun;
    await page.reload();
    await timeline.expectShown(9);
    for (const line of lines.slice(1)) begun.say(line);
    await timeline.expectSelected(16);
    await timeline.press('ArrowUp');
    await timeline.expectSelected(15);
    begun.say('one more');
    await timeline.expectShown(19);
    await timeline.expectSelected(15);
  });

  it('finds its host again after the connection was lost, and is as it was', async () => {
    await open(returned);
    const sockets: WebSocketRoute[] = [];
    await page.routeWebSocket(/socket$/, (socket) => {
      sockets.push(socket);
      socket.connectToServer();
    });
    await page.reload();
    await timeline.expectShown(51);
    await timeline.press('1');
    await timeline.expectShown(40);
    await timeline.press('ArrowDown', 'ArrowDown');
    await timeline.expectSelected(10);
    await sockets[0]?.close();
    await page.getByText('The connection was lost.').waitFor();
    await page.getByText('The connection was lost.').waitFor({ state: 'hidden' });
    expect(sockets.length).toBe(2);
    await timeline.expectShown(40);
    await timeline.press('ArrowDown');
    await timeline.expectSelected(11);
  });

  it('says what to do when its server is gone, also after something else did not work', async () => {
    await open(returned);
    let isUp = true;
    const sockets: WebSocketRoute[] = [];
    await page.routeWebSocket(/socket$/, (socket) => {
      sockets.push(socket);
      if (isUp) socket.connectToServer();
      else void socket.close();
    });
    await page.reload();
    await timeline.expectShown(51);
    isUp = false;
    await sockets[0]?.close();
    const gone = page.getByText('Run “hoosegow inspect” again');
    await gone.waitFor();
    await timeline.press('End', 'ArrowDown');
    await gone.waitFor();
    isUp = true;
    await gone.waitFor({ state: 'hidden' });
    await timeline.press('ArrowDown');
    await timeline.selected.waitFor();
  });
});
