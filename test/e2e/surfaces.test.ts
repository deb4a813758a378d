import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { inmateProject } from '../support/inmateProject.ts';
import { Editor, failureName } from './support/editor.ts';

const LOUD = 'loud';
/** Its image cannot be built. */
const BROKEN = 'broken';

describe.skipIf(inject('missingForBrowserVSCode').length > 0)('what a user meets on the way', () => {
  let editor: Editor;
  const detail = () => editor.timeline.locator('section.detail');
  const outcome = () => editor.timeline.locator('.outcome');
  const problems = () => editor.page.locator('.quick-input-widget:visible .quick-input-message');
  const lenses = () => editor.page.locator('.codelens-decoration');

  beforeAll(async () => {
    editor = await Editor.open({
      prepare: async (folder) => {
        await using project = await inmateProject('editor');
        await cp(project.dir, join(folder, LOUD), { recursive: true });
        await cp(project.dir, join(folder, BROKEN), { recursive: true });
        await writeFile(join(folder, BROKEN, 'Dockerfile'), 'RUN echo one\n', { flag: 'a' });
        await writeFile(join(folder, BROKEN, 'Dockerfile'), 'RUN /no/such/command\n', { flag: 'a' });
      },
    });
    await editor.openFile(`${LOUD}/inmate.ts`);
  });
  afterAll(() => editor?.[Symbol.asyncDispose]());
  beforeEach(({ onTestFailed, task }) => onTestFailed(() => editor.screenshot(failureName(task.name))));

  async function run(method: string, ...args: readonly string[]): Promise<void> {
    await editor.command('Hoosegow: Run Inmate Method');
    await editor.accept(/Which inmate/, LOUD);
    await editor.accept(/Which method/, method);
    for (const text of args) await editor.accept(/argument/, text);
    await editor.tab(new RegExp(`^${method} · `)).waitFor();
  }

  it('has lenses over each method: one click runs it', async () => {
    await lenses().getByText('Run', { exact: true }).first().waitFor();
    await editor.screenshot('lenses');
    await editor.clickLens('Run');
    await editor.tab(/^shout · /).waitFor();
    await outcome().filter({ hasText: 'returned' }).waitFor({ timeout: 120_000 });
    await editor.openFile(`${LOUD}/inmate.ts`);
    await lenses()
      .getByText(/returned/)
      .first()
      .waitFor();
  });

  it('has a menu in the console of a result, and not that of the editor', async () => {
    const { timeline } = editor;
    const line = timeline.locator('.xterm-rows').getByText('shouting 1').first();
    const tab = timeline.getByRole('tab', { name: 'Console' });
    // The source that was opened last has the focus, and the result is beside it.
    await editor.until(line, () => tab.click({ timeout: 5000 }).catch(() => undefined));
    const item = (name: string) => timeline.getByRole('menuitem', { name, exact: true });
    await editor.until(item('Show frame'), () => line.click({ button: 'right', force: true }));
    expect(await editor.page.locator('.monaco-menu:visible').count()).toBe(0);
    await editor.screenshot('console-menu');
    await item('Copy all output').click();
    await timeline.getByText('Copied').waitFor();
    await editor.until(item('Show frame'), () => line.click({ button: 'right', force: true }));
    await item('Find in the console').click();
    await timeline.getByRole('textbox', { name: /find/i }).first().waitFor();
    await editor.page.keyboard.press('Escape');
  });

  it('checks an argument as it is typed', async () => {
    await editor.command('Hoosegow: Run Inmate Method');
    await editor.accept(/Which inmate/, LOUD);
    await editor.accept(/Which method/, 'add');
    await editor.asked(/argument a/);
    await editor.input.fill('[1,');
    await expect.poll(() => problems().innerText()).toMatch(/JSON|number/i);
    await editor.screenshot('argument-checked');
    await editor.accept(/argument a/, '1');
    await editor.accept(/argument b/, '2');
    await editor.timeline.getByText(/^add$/).waitFor();
    await outcome().filter({ hasText: 'returned' }).waitFor();
  });

  it('makes the call of a document by the key that runs the method at the cursor', async () => {
    await mkdir(join(editor.folder, LOUD, 'calls'));
    const call = { method: 'add', args: { a: 20, b: 22 } };
    await writeFile(join(editor.folder, LOUD, 'calls/sum.call.jsonc'), JSON.stringify(call));
    await editor.openFile(`${LOUD}/calls/sum.call.jsonc`);
    await lenses().getByText('Run', { exact: true }).first().waitFor();
    await editor.page.locator('.view-line').filter({ hasText: '"method"' }).first().click();
    await editor.page.keyboard.press('Control+Alt+H');
    await editor.tab(/^add · returned · /).waitFor();
    await editor.timeline.getByText('42', { exact: true }).first().waitFor();
  });

  it('stops a dispatch that does not end, and shows its progress until then', async () => {
    await run('wait');
    await editor.page.getByText('Hoosegow: wait').first().waitFor();
    await editor.screenshot('progress');
    await editor.command('Hoosegow: Stop Dispatch');
    await outcome().filter({ hasText: 'cancelled' }).waitFor();
  });

  it('leads from a raise to its line, which is marked until the next run', async () => {
    await run('fail', '"on purpose"');
    await outcome().filter({ hasText: 'raised RangeError' }).waitFor();
    await editor.selectFrame('raise');
    const place = detail()
      .getByRole('button', { name: /inmate\.ts:\d+/ })
      .first();
    await place.waitFor();
    await editor.until(editor.page.locator('.squiggly-error'), async () => {
      if (await place.isVisible()) await place.click();
    });
    await editor.screenshot('raise');
  });

  it('saves a value as a file', async () => {
    await run('bytes');
    await outcome().filter({ hasText: 'returned' }).waitFor();
    await editor.selectFrame('return');
    await editor.timeline.getByRole('button', { name: 'Save Value As…' }).click();
    const path = join(editor.folder, 'value.bin');
    await editor.saveAs(/return-\d+\.bin$/, path);
    const bytes = async () => Array.from(await readFile(path).catch(() => Buffer.alloc(0)));
    await expect.poll(bytes).toEqual([0, 1, 2, 255]);
  });

  it('runs the last call again at a save, with its result behind the line of the method until that is edited', async () => {
    const behind = () =>
      editor.page.evaluate<string[]>(`[...document.querySelectorAll('.view-lines span')]
        .map((span) => getComputedStyle(span, '::after').content)
        .filter((content) => content.includes('→'))`);
    await editor.configure({ 'hoosegow.runOnSave': true });
    // The source itself, and not another tab of it beside the result, which has the focus.
    await editor
      .tab(/inmate\.ts/)
      .first()
      .click();
    await editor.page.keyboard.press('Control+End');
    await editor.page.keyboard.insertText('// saved');
    await editor.page.keyboard.press('Escape');
    await editor.page.keyboard.press('Control+S');
    // The line of the method is not at the end, and only lines in view have elements.
    await editor.page.keyboard.press('Control+Home');
    await expect.poll(behind).toEqual([expect.stringContaining('<4 bytes 000102ff>')]);
    await editor.screenshot('run-on-save');
    await editor.configure({ 'hoosegow.runOnSave': false });
    await editor.page.keyboard.insertText(' ');
    await expect.poll(behind).toEqual([]);
    await editor.command('File: Revert File');
  });

  it('marks the line of the Dockerfile at which a build fails, and has the log at hand', async () => {
    await editor.command('Hoosegow: Build Image');
    await editor.accept(/Which inmate/, BROKEN);
    await editor.page.getByText('could not be built').first().waitFor();
    await editor.page.getByRole('button', { name: 'Open Log' }).first().click();
    await editor.tab(/Build of .*\.log/).waitFor();
    await editor.page.locator('.view-line').filter({ hasText: '/no/such/command' }).first().waitFor();
    await editor.screenshot('failed-build');
  });

  it('lists the engines, and has the one without isolation confirmed', async () => {
    await editor.command('Hoosegow: Select Container Engine');
    await editor.picks.filter({ hasText: 'answers, API' }).first().waitFor();
    await editor.screenshot('engines');
    await editor.accept(/engine/i, 'Process (unsafe)');
    const dialog = editor.page.getByRole('dialog');
    await dialog.getByText('Run inmates as bare processes?').waitFor();
    await editor.screenshot('confirm-process');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await editor.command('Hoosegow: Select Container Engine');
    await editor.picks.filter({ hasText: 'answers, API' }).first().waitFor();
    expect(await editor.picks.filter({ hasText: 'Process (unsafe)' }).locator('.codicon-check').count()).toBe(0);
    await editor.page.keyboard.press('Escape');
  });

  it('walks a new user through five steps', async () => {
    await editor.command('Welcome: Open Walkthrough');
    await editor.accept(/walkthrough/i, 'Hoosegow');
    await expect.poll(() => editor.page.locator('.getting-started-step').count()).toBe(5);
    await editor.screenshot('walkthrough');
  });
});
