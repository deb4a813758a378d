import { afterEach, describe, expect, it, vi } from 'vitest';
import { loadEditorParts } from '../../../src/editor/loadEditorParts.ts';

const PARTS = '../../../src/editor/editorParts.ts';

afterEach(() => vi.doUnmock(PARTS));

describe('what is first needed on use', () => {
  it('is told with the step that mends it where it cannot be loaded, and tried again the next time', async () => {
    vi.doMock(PARTS, () => {
      throw new Error("Cannot find module './editorParts.cjs'\nRequire stack:\n- /somewhere/extension.cjs");
    });
    await expect(loadEditorParts()).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringMatching(
        /^A part of the extension cannot be loaded, perhaps after an update: [^\n]+$/,
      ) as string,
      steps: [{ kind: 'command', command: 'workbench.action.reloadWindow' }],
    });
    const runCommand = (): undefined => undefined;
    vi.doMock(PARTS, () => ({ runCommand }));
    expect((await loadEditorParts()).runCommand).toBe(runCommand);
    expect(await loadEditorParts()).toBe(await loadEditorParts());
  });
});
