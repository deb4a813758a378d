import axe from 'axe-core';
import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { hoosegowUnderTest } from '../support/inmateProject.ts';
import { Editor, failureName, THEMES, type Theme } from './support/editor.ts';

const TEMPLATE = join(import.meta.dirname, '../../dist/inmate-template');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const PAGE = `# Field notes

Everything that an inmate says comes in frames.

## Output

It is what the method prints, *in order*.

## Yields

Data on the way: \`{ section: 3 }\`.

## Result

One value at the end, or a raise.

## Errors

stderr is a pipe of its own.
`;

interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string }[];
}

describe.skipIf(inject('missingForBrowserVSCode').length > 0)('the timeline', () => {
  let editor: Editor;

  beforeAll(async () => {
    editor = await Editor.open({
      prepare: async (folder) => {
        await cp(TEMPLATE, folder, { recursive: true });
        const record = join(folder, 'render.dispatch');
        const hoosegow = hoosegowUnderTest({ inmateDir: folder });
        try {
          await hoosegow.buildImage();
          await hoosegow.dispatch('render', [PAGE, { pause: 40 }], { record }).outcome;
        } finally {
          await hoosegow.close();
        }
        await writeFile(join(folder, '.dockerignore'), '*.dispatch\n', { flag: 'a' });
      },
    });
    await editor.openFile('render.dispatch');
    await editor.selectFrame('yield');
    await editor.timeline.getByRole('treeitem').first().waitFor();
  });
  afterAll(() => editor?.[Symbol.asyncDispose]());
  beforeEach(({ onTestFailed, task }) => onTestFailed(() => editor.screenshot(failureName(task.name))));

  /** Nothing of it lies outside the window's width. */
  async function expectItFits(): Promise<void> {
    const [needed, there] = (await editor.inTimeline(
      '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
    )) as [number, number];
    expect(needed).toBeLessThanOrEqual(there);
  }

  async function expectAccessible(): Promise<void> {
    await editor.inTimeline(`${axe.source}; undefined`);
    const violations = (await editor.inTimeline(
      `axe.run(document, { runOnly: ${JSON.stringify(RULES)} }).then(({ violations }) => violations)`,
    )) as Violation[];
    expect(
      violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(' ')}`),
    ).toEqual([]);
  }

  describe.each(Object.keys(THEMES) as Theme[])('in the theme %s', (theme) => {
    it('is legible and accessible from full width to 320 px', async () => {
      await editor.setTheme(theme);
      await editor.page.setViewportSize({ width: 1600, height: 1000 });
      await expectItFits();
      await editor.screenshot(`${theme}-wide`);
      await expectAccessible();

      await editor.page.setViewportSize({ width: 1000, height: 700 });
      await expectItFits();
      await editor.screenshot(`${theme}-medium`);

      await editor.command('View: Toggle Primary Side Bar Visibility');
      await editor.page.setViewportSize({ width: 380, height: 800 });
      await expect.poll(() => editor.inTimeline('innerWidth')).toBeLessThan(340);
      await expectItFits();
      await editor.screenshot(`${theme}-narrow`);
      await expectAccessible();
      await editor.page.setViewportSize({ width: 1600, height: 1000 });
      await editor.command('View: Toggle Primary Side Bar Visibility');
    });
  });

  it('is accessible with every tab of the detail, the help and a menu', async () => {
    for (const tab of ['Text', 'Bytes', 'Value']) {
      await editor.timeline.getByRole('tab', { name: tab }).click();
      await expectAccessible();
    }
    await editor.timeline.getByRole('button', { name: 'Export' }).click();
    await expectAccessible();
    await editor.page.keyboard.press('Escape');
    await editor.timeline.getByRole('button', { name: 'Keys' }).click();
    await editor.screenshot('keys');
    await expectAccessible();
    await editor.page.keyboard.press('Escape');
  });
});
