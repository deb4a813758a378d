import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { Editor, failureName } from './support/editor.ts';

/** What a user does, in order: each step goes on from where the one before has left the window. */
describe.skipIf(inject('missingForBrowserVSCode').length > 0)('from an empty folder to an exported dispatch', () => {
  let editor: Editor;
  const frames = () => editor.timeline.getByRole('grid', { name: 'Frames' });
  const shownCount = () => editor.timeline.locator('.count').innerText();
  const detail = () => editor.timeline.locator('section.detail');

  beforeAll(async () => {
    editor = await Editor.open();
  });
  afterAll(() => editor?.[Symbol.asyncDispose]());
  let lost = false;
  beforeEach(({ skip, onTestFailed }) => {
    skip(lost, 'a step before it has failed');
    onTestFailed(async ({ task }) => {
      lost = true;
      await editor.screenshot(failureName(task.name));
    });
  });

  it('scaffolds an inmate from the palette', async () => {
    await editor.command('Hoosegow: New Inmate Project');
    await editor.accept(/project: folder/, 'In a new folder');
    // A wrong name has one message, and a button that puts a right one in its place.
    await editor.asked(/project: name/);
    await editor.input.fill('my project');
    await editor.page
      .getByText(/it has spaces; "my-project" would do/)
      .first()
      .waitFor();
    await editor.screenshot('wrong-name');
    await editor.page.getByRole('button', { name: 'Use my-project' }).click();
    await expect.poll(() => editor.input.inputValue()).toBe('my-project');
    await editor.page.getByRole('button', { name: 'Back' }).click();
    await editor.accept(/project: folder/, 'In a new folder');
    await editor.accept(/project: name/, 'first-inmate');
    await editor.accept(/first method/, 'polish');
    await editor.tab(/inmate\.ts/).waitFor();
    expect(await readFile(join(editor.folder, 'first-inmate/inmate.ts'), 'utf8')).toContain('function* polish(');
    await editor.screenshot('scaffolded');
  });

  it('runs a method, building its image first, and shows every lane', async () => {
    await editor.command('Hoosegow: Run Inmate Method');
    await editor.picks.filter({ hasText: 'render' }).first().waitFor();
    await editor.screenshot('pick-method');
    await editor.accept(/Which method|first-inmate/, 'render');
    await editor.accept(/argument markdown/, JSON.stringify('# One\n\ntext\n\n## Two\n\n*more*'));
    await editor.accept(/argument options/, '');
    await editor.timeline.getByText(/^returned in/).waitFor({ timeout: 120_000 });
    await editor.screenshot('result');
    await editor.unfoldSteps();
    for (const lane of ['lifecycle', 'stdout', 'stderr', 'yield', 'return']) {
      await editor.selectFrame(lane);
    }
    await editor.screenshot('timeline');
  });

  it('steps from frame to frame and within a lane', async () => {
    await editor.selectFrame('yield');
    const selected = () => frames().locator('[role=row][aria-selected=true]').innerText();
    const first = await selected();
    expect(first).toContain('yield');
    await editor.page.keyboard.press('.');
    await expect.poll(selected).not.toBe(first);
    expect(await selected()).toContain('yield');
    await editor.page.keyboard.press(',');
    await expect.poll(selected).toBe(first);
    await editor.page.keyboard.press('ArrowUp');
    await expect.poll(selected).toContain('stdout');
    await editor.page.keyboard.press('ArrowDown');
    await expect.poll(selected).toBe(first);
  });

  it('filters by lane, by text and by regular expression, and says how much is hidden', async () => {
    const all = await shownCount();
    const lifecycle = editor.timeline.getByRole('checkbox', { name: 'lifecycle' });
    await lifecycle.click();
    await expect.poll(shownCount).toMatch(/hidden/);
    await frames().press('1');
    await expect.poll(shownCount).toBe(all);
    const field = editor.timeline.getByRole('textbox', { name: 'Filter frames by text' });
    await field.fill('rendering');
    await expect.poll(shownCount).toMatch(/^2 of /);
    await editor.timeline.getByRole('button', { name: 'Filter by regular expression' }).click();
    await field.fill('^rendering "(Two|Three)"$');
    await expect.poll(shownCount).toMatch(/^1 of /);
    await editor.screenshot('filtered');
    await editor.timeline.getByRole('button', { name: 'Clear the filter' }).click();
    await expect.poll(shownCount).toBe(all);
  });

  it('shows a value as a tree, as text, and as the bytes it came in', async () => {
    await editor.selectFrame('return');
    await detail()
      .getByRole('treeitem', { name: /sections: 2/ })
      .waitFor();
    await editor.screenshot('detail-value');
    await detail().getByRole('tab', { name: 'Bytes' }).click();
    await detail().getByText('time in the inmate').first().waitFor();
    await editor.screenshot('detail-bytes');
    // A frame may share a Docker frame with those before it; the first one has it for itself.
    await editor.selectFrame('stdout');
    await detail().getByText('Docker header').first().waitFor();
    await detail().getByRole('tab', { name: 'Text' }).click();
    await editor.screenshot('detail-text');
    await detail().getByRole('tab', { name: 'Value' }).click();
  });

  it('exports what it shows', async () => {
    await editor.timeline.getByRole('button', { name: 'Export' }).click();
    await editor.timeline.getByRole('menuitem', { name: 'Events as NDJSON' }).click();
    const path = join(editor.folder, 'out.ndjson');
    await editor.saveAs(/\/render-.*\.ndjson$/, path);
    const text = () => readFile(path, 'utf8').catch(() => '');
    await expect.poll(text).toContain('"type":"outcome"');
  });

  it('runs it again, and compares the two', async () => {
    const selected = () => frames().locator('[role=row][aria-selected=true]').count();
    expect(await selected()).toBe(1);
    await editor.command('Hoosegow: Run Last Dispatch Again');
    // Another recording, in the same tab: its result is in sight, and nothing is selected.
    await editor.timeline.locator('section.result').waitFor();
    await editor.timeline.getByText(/^returned in/).waitFor();
    await editor.showFrames();
    await expect.poll(selected).toBe(0);
    expect(await editor.tab(/^render · returned · /).count()).toBe(1);
    await editor.command('Hoosegow: Compare Dispatches');
    await editor.accept(/With which dispatch/);
    await editor.tab(/Compared: /).waitFor();
    await editor.screenshot('compared');
  });

  it('keeps its history and its place when the window is loaded again', async () => {
    await editor.activity.click();
    const entries = editor.page.getByRole('tree', { name: /Dispatches/ }).getByRole('treeitem');
    await expect.poll(() => entries.count()).toBe(2);
    await editor.tab(/^render · returned · /).click();
    await editor.selectFrame('yield');
    await editor.screenshot('views');
    await editor.reload();
    await expect.poll(() => entries.count()).toBe(2);
    await frames().locator('[role=row][aria-selected=true]').filter({ hasText: 'yield' }).waitFor();
    expect(await editor.tab(/^render · returned · /).count()).toBe(1);
  });

  it('runs again from the page of the result, and shows it there', async () => {
    await editor.timeline.getByRole('button', { name: 'Run again' }).click();
    await editor.timeline.locator('section.result').waitFor();
    await editor.timeline.getByText(/^returned in/).waitFor({ timeout: 120_000 });
    await editor.showFrames();
    await expect.poll(() => frames().locator('[role=row][aria-selected=true]').count()).toBe(0);
    expect(await editor.tab(/^render · returned · /).count()).toBe(1);
  });

  it('tells its dispatches apart in the list, groups and filters them, and asks before one is deleted', async () => {
    const list = editor.page.getByRole('tree', { name: /Dispatches/ });
    const rows = list.getByRole('treeitem');
    await expect.poll(() => rows.count()).toBe(3);
    await expect.poll(() => rows.first().innerText()).toMatch(/^render\(.*html: .*words: 4 } · [\d.]+ m?s · just now/s);
    await editor.command('Hoosegow: Group Dispatches');
    await editor.accept(/How are dispatches to be listed/, 'By Method');
    await expect.poll(() => rows.count()).toBe(4);
    await editor.screenshot('grouped');
    await editor.command('Hoosegow: Group Dispatches');
    await editor.accept(/How are dispatches to be listed/, 'Without Groups');
    await expect.poll(() => rows.count()).toBe(3);
    await editor.command('Hoosegow: Filter Dispatches');
    await editor.accept(/A text in the call/, 'nowhere');
    await expect.poll(() => rows.allInnerTexts()).toEqual([expect.stringMatching(/^“nowhere”: 0 of 3\s*clear filter/)]);
    await editor.screenshot('filtered');
    await list.getByText('“nowhere”').click();
    await expect.poll(() => rows.count()).toBe(3);
    await rows.last().click();
    await rows.last().press('Delete');
    await editor.page.getByText('Delete this dispatch of render?').waitFor();
    await editor.page.getByRole('button', { name: 'Cancel' }).click();
    expect(await rows.count()).toBe(3);
  });

  it('left no file of its own in the workspace', async () => {
    expect((await readdir(editor.folder)).toSorted()).toEqual(['first-inmate', 'out.ndjson']);
    expect(editor.executed).toEqual([]);
  });
});
