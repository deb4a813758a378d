import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { SETTINGS } from '../../../../src/editor/contributions.ts';
import { saveSources } from '../../../../src/editor/dispatches/run/saveSources.ts';
import type { InmateProject } from '../../../../src/editor/inmates/inmateProject.ts';
import type { InmateProjects } from '../../../../src/editor/inmates/inmateProjects.ts';
import { SavedInmates } from '../../../../src/editor/saves/savedInmates.ts';
import { suiteContext } from '../context.ts';
import { Notes, set, type } from '../notes.ts';
import { closeAllTabs, saveDocument, until } from '../support.ts';

describe('what follows a save', function () {
  this.timeout(60_000);
  // No inmate: nothing is built for what is saved here.
  const folder = vscode.Uri.file(suiteContext().scratch);
  const notes = new Notes(folder);
  const done: string[] = [];
  /** Whether there is a call that can be made again. */
  let hasLast = true;
  let saved: SavedInmates;

  before(async () => {
    await closeAllTabs();
    const project = { dir: folder } as InmateProject;
    const find = ({ path }: vscode.Uri): InmateProject | undefined =>
      path.startsWith(folder.path) ? project : undefined;
    saved = new SavedInmates({ find } as InmateProjects, {
      prepare: async () => void done.push('prepared'),
      runAgain: async () => done.push(hasLast ? 'run' : 'not run') > 0 && hasLast,
    });
    await set(SETTINGS.runOnSave, true);
  });
  beforeEach(() => {
    done.length = 0;
    hasLast = true;
  });
  afterEach(() => notes.end());
  after(async () => {
    saved.dispose();
    await set(SETTINGS.runOnSave, undefined);
    await set(SETTINGS.prepareOnSave, undefined);
    await closeAllTabs();
  });

  /** Saves a file of the inmate, and waits for what follows. */
  async function save(path: string): Promise<readonly string[]> {
    const uri = vscode.Uri.joinPath(folder, path);
    await vscode.workspace.fs.writeFile(uri, Buffer.from('{}'));
    try {
      const document = await vscode.workspace.openTextDocument(uri);
      await type(document, '{ }');
      assert.ok(await document.save());
      // A save of the notes is told behind it, and what follows that comes behind what follows this.
      const count = done.length;
      const told = await notes.typed();
      await told.save();
      await until('what follows', () => done.length > count || undefined);
      return done.slice(0, done.lastIndexOf('run'));
    } finally {
      await vscode.workspace.fs.delete(uri);
    }
  }

  it('is the last call of an inmate, which prepares what it needs', async () => {
    assert.deepEqual(await save('other.ts'), ['run']);
  });

  it('is no call where arguments were saved, which no call that was made has', async () => {
    assert.deepEqual(await save('calls/choose.call.jsonc'), ['prepared']);
  });

  it('is nothing where a package was', async () => {
    assert.deepEqual(await save('node_modules/a/index.js'), []);
  });

  it('is nothing where a file of no inmate was', async () => {
    assert.deepEqual(await save('../outside.ts'), []);
  });

  it('is nothing where it was a run that saved', async () => {
    const document = await notes.typed();
    await saveSources(folder);
    assert.equal(document.isDirty, false);
    await type(document, 'by its user');
    await saveDocument(document);
    await until('what follows', () => done[0]);
    assert.deepEqual(done, ['run']);
  });

  it('is prepared where there is no call to be made again, unless its user does not want that', async () => {
    const document = await notes.typed();
    hasLast = false;
    await saveDocument(document);
    await until('what follows', () => done[1]);
    assert.deepEqual(done, ['not run', 'prepared']);
    await set(SETTINGS.prepareOnSave, false);
    await type(document, 'typed again');
    await saveDocument(document);
    await until('what follows', () => done[2]);
    await set(SETTINGS.prepareOnSave, undefined);
    await set(SETTINGS.runOnSave, false);
    await type(document, 'typed once more');
    await saveDocument(document);
    await until('what follows', () => done[3]);
    assert.deepEqual(done.slice(2), ['not run', 'prepared']);
    await set(SETTINGS.runOnSave, true);
  });
});
