import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { join } from 'node:path';
import { extension, workspaceFolder } from '../support.ts';

describe('activation', () => {
  it('comes by itself where the workspace has an inmate, and gives the API of the engine', async () => {
    const api = await extension().activate();
    assert.equal(api.version, (extension().packageJSON as { version: string }).version);
    const engine = await api.engine();
    const { methods } = await engine.findMethods(workspaceFolder().fsPath);
    assert.deepEqual(methods.map(({ name }) => name).toSorted(), ['add', 'bytes', 'choose', 'fail', 'shout', 'wait']);
    assert.equal(typeof engine.Hoosegow, 'function');
  });

  it('holds nothing that its users do not need', () => {
    const { extensionPath } = extension();
    assert.throws(() => process.getBuiltinModule('node:fs').statSync(join(extensionPath, 'node_modules')));
  });
});
