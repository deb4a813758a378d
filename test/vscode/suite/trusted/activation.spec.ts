import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { COMMANDS } from '../../../../src/editor/contributions.ts';
import { execute, extension, workspaceFolder } from '../support.ts';

/** The bundles of the extension that this host has loaded. */
function loadedBundles(): readonly string[] {
  const dist = join(extension().extensionPath, 'dist');
  const { cache } = createRequire(join(dist, 'extension.cjs'));
  return Object.keys(cache)
    .filter((path) => dirname(path) === dist)
    .map((path) => basename(path))
    .toSorted();
}

describe('activation', () => {
  it('loads what commands do with the first of them', async () => {
    await extension().activate();
    const ofEditor = (): readonly string[] => loadedBundles().filter((name) => /^(?:editor|extension)/.test(name));
    assert.deepEqual(ofEditor(), ['editorShared.cjs', 'extension.cjs']);
    await execute(COMMANDS.refreshInmates);
    assert.deepEqual(ofEditor(), ['editorParts.cjs', 'editorShared.cjs', 'extension.cjs']);
  });

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
