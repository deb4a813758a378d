import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { inmateProject } from '../support/inmateProject.ts';
import { Editor, failureName } from './support/editor.ts';
import { hostilePayloads, writeHostileRecording } from './support/hostileRecording.ts';

const RECORDINGS = 3;
/** A name that a file can have, and that is markup. */
const ODD_NAME = `<img src=x onerror=alert('name')>.dispatch`;

const payloads = await hostilePayloads();

/** Finds what text can only become as markup, in the shadow trees too. */
const FIND_MARKUP = `(body) => {
  const found = [];
  const look = (root) => {
    for (const each of root.querySelectorAll('*')) {
      const name = each.localName;
      if (/^(img|image|iframe|object|embed|video|audio|form|base|meta|svg|math|marquee)$/.test(name)) found.push(name);
      if (name === 'script' && !/\\/timeline\\.js$/.test(each.src)) found.push(name);
      if (each.hasAttribute('href') && name !== 'link') found.push(name + ' href=' + each.getAttribute('href'));
      for (const { name: attribute } of each.attributes) if (/^on/i.test(attribute)) found.push(name + ' ' + attribute);
      if (each.shadowRoot) look(each.shadowRoot);
    }
  };
  look(body);
  return found;
}`;

describe.skipIf(inject('missingForBrowserVSCode').length > 0)('hostile content', () => {
  let editor: Editor;
  const frames = () => editor.timeline.getByRole('grid', { name: 'Frames' });
  const detail = () => editor.timeline.locator('section.detail');
  const markup = () => editor.inTimeline(`(${FIND_MARKUP})(document.body)`);

  beforeAll(async () => {
    editor = await Editor.open({
      prepare: async (folder) => {
        await using project = await inmateProject('hostile');
        await cp(project.dir, folder, { recursive: true });
        const share = Math.ceil(payloads.length / RECORDINGS);
        for (let n = 0; n < RECORDINGS; n++) {
          writeHostileRecording(join(folder, `hostile-${n}.dispatch`), payloads.slice(n * share, (n + 1) * share));
        }
        writeHostileRecording(join(folder, ODD_NAME), payloads.slice(0, 3));
        await mkdir(join(folder, 'out'));
      },
    });
  });
  afterAll(() => editor?.[Symbol.asyncDispose]());

  beforeEach(({ onTestFailed, task }) => onTestFailed(() => editor.screenshot(failureName(task.name))));
  afterEach(() => {
    expect(editor.executed).toEqual([]);
    expect(editor.outside).toEqual([]);
    expect(editor.errors.filter((text) => /Content Security Policy/i.test(text))).toEqual([]);
  });

  it('has at least 200 texts, and is noticed where nothing stands against it', async () => {
    expect(new Set(payloads).size).toBeGreaterThanOrEqual(200);
    const page = await editor.newPage();
    await page.goto('about:blank');
    for (const payload of payloads) await page.setContent(payload, { waitUntil: 'commit' }).catch(() => undefined);
    await expect.poll(() => editor.executed.length).toBeGreaterThan(50);
    await page.close();
    editor.executed.length = 0;
    editor.outside.length = 0;
    editor.errors.length = 0;
  });

  it.each(Array.from({ length: RECORDINGS }, (_, n) => `hostile-${n}.dispatch`).concat(ODD_NAME))(
    'stays text in the recording %s',
    async (name) => {
      await editor.openFile(name);
      await editor.tab(name).waitFor();
      await frames().getByRole('row').nth(3).waitFor();
      // The console's own script has come, and draws, under the policy of the editor's webview.
      await editor.timeline.locator('.xterm-rows span').first().waitFor();
      await editor.timeline.getByRole('button', { name: 'Facts of the dispatch' }).click();
      const count = Number(/\d+/.exec(await editor.timeline.locator('.count').innerText())?.[0]);
      for (const [tab, until] of [
        ['Value', count],
        ['Text', Math.min(count, 100)],
        ['Bytes', Math.min(count, 20)],
      ] as const) {
        await frames().press('Home');
        await detail().getByText('Frame 1', { exact: false }).first().waitFor();
        await detail().getByRole('tab', { name: tab }).press('Enter');
        await frames().focus();
        for (let frame = 2; frame <= until; frame++) {
          await editor.page.keyboard.press('ArrowDown');
          if (frame % 5 === 0)
            await detail()
              .getByText(new RegExp(`^Frame ${frame}\\b`))
              .first()
              .waitFor();
        }
        expect(await markup()).toEqual([]);
      }
      await editor.timeline.getByRole('textbox', { name: 'Filter frames by text' }).fill('<img');
      await expect.poll(() => editor.timeline.locator('.count').innerText()).toMatch(/hidden/);
      expect(await markup()).toEqual([]);
      await editor.page.keyboard.press('Escape');
    },
  );

  it('stays text in a live dispatch, its history and its lenses', async () => {
    await editor.command('Hoosegow: Run Inmate Method');
    await editor.accept(/Which method/, 'utter');
    await editor.accept(/argument texts/, JSON.stringify(payloads));
    await editor.tab(/^utter · /).waitFor({ timeout: 60_000 });
    await editor.timeline.locator('.outcome').filter({ hasText: 'raised' }).waitFor({ timeout: 120_000 });
    expect(await markup()).toEqual([]);
    await frames().press('End');
    await frames().press('.');
    await frames().press('ArrowUp');
    await detail().getByRole('tab', { name: 'Value' }).click();
    await editor.activity.click();
    const entry = editor.page
      .getByRole('tree', { name: /Dispatches/ })
      .getByRole('treeitem')
      .first();
    // oxlint-disable-next-line no-control-regex -- these are what must not be there
    const hidden = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;
    expect(await entry.getAttribute('aria-label')).not.toMatch(hidden);
    await entry.hover();
    await editor.page.locator('.monaco-hover >> visible=true').first().waitFor();
    await editor.screenshot('hostile');
    expect(await editor.page.locator('.monaco-workbench img[src=x]').count()).toBe(0);
    await editor.openFile('inmate.ts');
    await editor.page.locator('.codelens-decoration').first().waitFor();
    expect(await editor.page.locator('.monaco-workbench img[src=x]').count()).toBe(0);
  });

  it('stays text in an exported HTML page', async () => {
    await editor.openFile('hostile-0.dispatch');
    await frames().getByRole('row').nth(3).waitFor();
    await editor.timeline.getByRole('button', { name: 'Export' }).click();
    await editor.timeline.getByRole('menuitem', { name: 'Self-contained HTML page' }).click();
    const path = join(editor.folder, 'out/hostile.html');
    await editor.saveAs(/\.html$/, path);
    await editor.page.getByText('Exported to hostile.html', { exact: true }).waitFor();
    const page = await editor.newPage();
    const errors: string[] = [];
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    await page.goto(pathToFileURL(path).href);
    await page.getByText('onerror').first().waitFor({ state: 'attached' });
    expect(errors).toEqual([]);
    await page.close();
  });
});
