import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RecordingReader } from '../../src/recording/recordingReader.ts';
import { exportRecording } from '../../src/timeline/export/exportRecording.ts';
import { RecordingWriter } from '../../src/recording/recordingWriter.ts';
import { concat, stdoutFrame, valueFrame } from '../unit/wire/streams.ts';
import { META, writeSample } from './support/sampleRecording.ts';
import { TimelineDriver } from './support/timelineDriver.ts';
import { TimelineRig, type OpenedTimeline } from './support/timelinePage.ts';

let rig: TimelineRig;
let sample: string;

beforeAll(async () => {
  rig = await TimelineRig.start();
  const recording = join(rig.folder, 'file.dispatch');
  writeSample(recording);
  sample = await exported(recording);
});

afterAll(() => rig.stop());

async function exported(recording: string): Promise<string> {
  const parts: Uint8Array[] = [];
  await exportRecording(
    await RecordingReader.open(recording),
    'html',
    (bytes) => void parts.push(new Uint8Array(bytes)),
  );
  const path = `${recording}.html`;
  writeFileSync(path, concat(...parts));
  return path;
}

async function open(path: string, options = {}): Promise<OpenedTimeline & { timeline: TimelineDriver }> {
  const opened = await rig.openFile(path, options);
  return { ...opened, timeline: new TimelineDriver(opened.page) };
}

const background = (page: Page) => page.evaluate('getComputedStyle(document.body).backgroundColor');

describe('a page in a file', () => {
  it('is the timeline, without any request', async () => {
    const { page, complaints, timeline } = await open(sample);
    await page.getByRole('heading', { name: 'render_markdown("# Title' }).waitFor();
    expect(await timeline.rowCount()).toBe(51);
    expect(await timeline.viewport()).toMatch(/^10\d\.\d ms – 23\d\.\d ms$/);
    expect(await page.getByRole('button', { name: 'Export' }).count()).toBe(0);
    await timeline.grid.getByText('heading: "Title"').click();
    await timeline.panel.getByRole('treeitem', { name: 'big: 1152921504606846976 bigint' }).waitFor();
    await timeline.tab('Bytes').click();
    await timeline.panel.getByText('Docker header').waitFor();
    await timeline.grid.getByText('line 3').click();
    await timeline.tab('Text').click();
    await timeline.panel.getByText('line 3').waitFor();
    await page.evaluate('document.fonts.ready');
    expect(await page.evaluate(`document.fonts.check('16px codicon')`)).toBe(true);
    expect(complaints).toEqual({ errors: [], requests: [] });
  });

  it('shows what was printed in the console’s terminal, and the result first', async () => {
    const { page, complaints } = await open(sample);
    const result = page.getByRole('region', { name: 'Result', exact: true });
    await result.getByRole('treeitem').first().waitFor();
    const printed = page.locator('.xterm-rows');
    await printed.getByText('line 23 of the rendered document').waitFor();
    expect(await page.getByRole('button', { name: 'Open in editor' }).count()).toBe(0);
    expect(complaints).toEqual({ errors: [], requests: [] });
  });

  it('says in the console what was printed and is not in the file, and how much', async () => {
    const path = join(rig.folder, 'long.dispatch');
    const writer = RecordingWriter.create(path, META);
    writer.bytes('stdout', concat(stdoutFrame(`${'a'.repeat(100 * 1024)}\n`), stdoutFrame('next\n')), 1);
    writer.outcome({ outcome: 'returned' }, 2);
    writer.close();
    const { page, complaints } = await open(await exported(path));
    await page.locator('.xterm-rows').getByText('[… 36 KiB that are not in this file]').waitFor();
    await page.evaluate(
      `navigator.clipboard.writeText = (text) => { globalThis.copied = text; return Promise.resolve(); }`,
    );
    await page.getByRole('button', { name: 'Copy all output' }).click();
    await expect.poll(() => page.evaluate('typeof globalThis.copied')).toBe('string');
    const copied = String(await page.evaluate('globalThis.copied'));
    expect(copied.replace(/^a+/, ({ length }) => `${length} a`)).toBe(
      '65536 a\u0018\u001b[0m\n[… 36 KiB that are not in this file]\nnext\n',
    );
    expect(complaints).toEqual({ errors: [], requests: [] });
  });

  it('says once where its console ends early', async () => {
    const path = join(rig.folder, 'much.dispatch');
    const writer = RecordingWriter.create(path, META);
    for (let i = 0; i < 200; i++) writer.bytes('stdout', stdoutFrame(`${'b'.repeat(60_000)}\n`), i);
    writer.outcome({ outcome: 'returned' }, 300);
    writer.close();
    const { page, complaints } = await open(await exported(path));
    await page
      .locator('.xterm-rows')
      .getByText(/\[… \d+\.\d MiB that are not in this file\]/)
      .waitFor();
    expect(await page.locator('.xterm-rows').getByText('not in this file').count()).toBe(1);
    expect(complaints).toEqual({ errors: [], requests: [] });
  });

  it('finds and filters, also by expressions, of which none can hang it', async () => {
    const { page, complaints, timeline } = await open(sample);
    await page.getByRole('textbox', { name: 'Filter frames by text' }).fill('LINE 1');
    await timeline.expectShown(11);
    await page.getByRole('textbox', { name: 'Filter frames by text' }).fill('');
    await timeline.expectShown(51);
    await timeline.press('Control+f');
    await page.getByRole('button', { name: 'Search by regular expression' }).click();
    const search = page.getByRole('textbox', { name: 'Search in frames' });
    await search.fill('took \\d+');
    await timeline.expectSelected(18);
    await page.getByText('1 of 3').waitFor();
    await search.fill('^(.+)+(x|y)z$');
    await page.getByText('takes too long').waitFor();
    await search.fill('took');
    await page.getByText('1 of 3').waitFor();
    const foreign = complaints.requests.filter((url) => !url.startsWith('blob:'));
    expect([complaints.errors, foreign]).toEqual([[], []]);
  });

  it('is light and dark, as the user prefers', async () => {
    const light = await open(sample, { colorScheme: 'light' });
    expect(await background(light.page)).toBe('rgb(255, 255, 255)');
    const dark = await open(sample, { colorScheme: 'dark' });
    expect(await background(dark.page)).toBe('rgb(31, 31, 31)');
  });

  it('does nothing with what the inmate wrote', async () => {
    const payload = `</script><script>document.title='ran'</script><img src=http://example.invalid/x onerror="document.title='ran'">`;
    const path = join(rig.folder, 'hostile.dispatch');
    const writer = RecordingWriter.create(path, { ...META, method: payload, args: [payload], image: payload });
    const value: unknown = JSON.parse(`{"__proto__": {"x": 1}, "html": ${JSON.stringify(payload)}}`);
    writer.bytes('stdout', concat(stdoutFrame(payload), valueFrame('yield', [payload, value])), 1);
    writer.bytes('stdout', valueFrame('raise', { class: payload, message: payload, backtrace: [payload] }), 2);
    writer.outcome({ outcome: 'raised', class: payload, message: payload, backtrace: [payload] }, 3);
    writer.close();
    const { page, complaints, timeline } = await open(await exported(path));
    await timeline.grid.focus();
    for (let row = 1; row <= (await timeline.rowCount()); row++) {
      await timeline.press(row === 1 ? 'Home' : 'ArrowDown');
      await timeline.expectSelected(row);
      await timeline.drawn(2);
    }
    expect(await page.title()).not.toBe('ran');
    expect(await page.locator('img').count()).toBe(0);
    expect(complaints).toEqual({ errors: [], requests: [] });
  });
});
