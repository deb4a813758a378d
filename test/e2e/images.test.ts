import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { inmateProject } from '../support/inmateProject.ts';
import { Editor, failureName } from './support/editor.ts';

/** Other tests keep images of inmates with other names on the same engine. */
const KEPT = 'kept';

describe.skipIf(inject('missingForBrowserVSCode').length > 0)('what the engine keeps of inmates', () => {
  let editor: Editor;
  const tree = () => editor.page.getByRole('tree', { name: /Images/ });
  const item = (name: RegExp) => tree().getByRole('treeitem', { name });
  const dialog = () => editor.page.getByRole('dialog');

  beforeAll(async () => {
    editor = await Editor.open({
      prepare: async (folder) => {
        await using project = await inmateProject('editor');
        await cp(project.dir, join(folder, KEPT), { recursive: true });
      },
    });
    await editor.openFile(`${KEPT}/inmate.ts`);
  });
  afterAll(() => editor?.[Symbol.asyncDispose]());
  beforeEach(({ onTestFailed, task }) => onTestFailed(() => editor.screenshot(failureName(task.name))));

  it('is told with sizes: the image of a run, and the container that waits for the next one', async () => {
    await editor.clickLens('Run');
    await editor.timeline.locator('.outcome').filter({ hasText: 'returned' }).waitFor();
    await editor.activity.click();
    const head = editor.page.locator('.pane-header').filter({ hasText: 'Images' });
    await editor.until(tree(), async () => {
      if ((await head.getAttribute('aria-expanded')) !== 'true') await head.click();
    });
    await item(/^Image of kept, .*[KM]iB.* in use/).waitFor();
    await item(/^Container of kept, .*there for/).waitFor();
    await editor.screenshot('images');
  });

  it('goes where it is removed: containers first, which do not come back by themselves', async () => {
    const image = item(/^Image of kept, /);
    await image.click();
    await editor.page.keyboard.press('Delete');
    await editor.page.getByText('An image stays while a container is made from it').first().waitFor();
    await editor.page.getByRole('button', { name: 'Stop Containers…' }).first().click();
    await dialog().getByText('Stop and remove this container').waitFor();
    await dialog().getByRole('button', { name: 'Stop and Remove' }).click();
    await item(/^Container of kept, /).waitFor({ state: 'detached' });
    await item(/^Image of kept, .*not in use/).waitFor();
    await image.click();
    await editor.page.keyboard.press('Delete');
    await dialog().getByText('Remove this image of').waitFor();
    await dialog().getByRole('button', { name: 'Remove', exact: true }).click();
    await image.waitFor({ state: 'detached' });
    expect(await item(/^Container of kept, /).count()).toBe(0);
  });

  it('is made again by the next run', async () => {
    await editor.openFile(`${KEPT}/inmate.ts`);
    await editor.command('Hoosegow: Run Last Dispatch Again');
    await item(/^Image of kept, .* in use/).waitFor();
  });
});
