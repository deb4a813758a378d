import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, inject, it } from 'vitest';
import { inmateProject } from '../support/inmateProject.ts';
import { Editor, failureName } from './support/editor.ts';
import { writeHostileRecording } from './support/hostileRecording.ts';

const ALWAYS = [
  'New Inmate Project…',
  'Make This Folder an Inmate',
  'Open Dispatch Recording…',
  'Show Log',
  'Open Sample Recording',
];
const WITH_RECORDING = ['Compare Dispatches…', 'Export Recording…'];
const TRUSTED = ['Select Container Engine…'];
const WITH_INMATE = [
  'Build Image',
  'Clean Up Containers and Images',
  'Run Inmate Method…',
  'Run Method at Cursor',
  'Edit Arguments in a Document…',
  'Run Call…',
  'Show Build Log',
];

describe.skipIf(inject('missingForBrowserVSCode').length > 0)('the palette', () => {
  let editor: Editor;

  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await editor.screenshot(failureName(task.name));
    await editor?.[Symbol.asyncDispose]();
  });

  async function expectOffered(...titles: readonly string[]): Promise<void> {
    const offered = async () => {
      const found = await editor.offered('Hoosegow: ');
      const ours = found
        .filter((label) => label.startsWith('Hoosegow: '))
        .map((label) => label.slice('Hoosegow: '.length));
      // The editor adds these for every view.
      return ours.filter((title) => !/^Focus on .* View$/.test(title));
    };
    await expect.poll(async () => new Set(await offered())).toEqual(new Set(titles));
  }

  async function withInmate(folder: string): Promise<void> {
    await using project = await inmateProject('editor');
    await cp(project.dir, folder, { recursive: true });
    writeHostileRecording(join(folder, 'some.dispatch'), ['text']);
  }

  it('offers in an empty folder what can be done there', async () => {
    editor = await Editor.open();
    await expectOffered(...ALWAYS, ...TRUSTED);
    await editor.activity.click();
    await editor.screenshot('empty-views');
  });

  it('offers with an inmate to run it', async () => {
    editor = await Editor.open({ prepare: withInmate });
    await expectOffered(...ALWAYS, ...TRUSTED, ...WITH_INMATE);
  });

  it('offers in Restricted Mode only to look at recordings, until the folder is trusted', async () => {
    editor = await Editor.open({ trusted: false, prepare: withInmate });
    await expectOffered(...ALWAYS);
    await editor.openFile('some.dispatch');
    await editor.timeline.getByRole('grid', { name: 'Frames' }).waitFor();
    await expectOffered(...ALWAYS, ...WITH_RECORDING);
    await editor.activity.click();
    await editor.screenshot('restricted');
    await editor.command('Workspaces: Manage Workspace Trust');
    await editor.page.getByRole('button', { name: 'Trust', exact: true }).click();
    await expectOffered(...ALWAYS, ...TRUSTED, ...WITH_INMATE);
  });
});
