import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { COMMANDS, SETTINGS } from '../../../../src/editor/contributions.ts';
import { PALETTE } from '../../../support/extension/palette.ts';
import { extension } from '../support.ts';

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string; readonly category: string }[];
    readonly configuration: unknown;
  };
}

describe('commands', () => {
  const { commands } = (extension().packageJSON as Manifest).contributes;

  it('are those that the palette was promised, in the category Hoosegow', () => {
    const palette = commands.filter(({ title }) => PALETTE.includes(title));
    assert.deepEqual(palette.map(({ title }) => title).toSorted(), PALETTE.toSorted());
    assert.deepEqual(new Set(commands.map(({ category }) => category)), new Set(['Hoosegow']));
  });

  it('of the manifest are those of the code, and each is registered', async () => {
    await extension().activate();
    assert.deepEqual(commands.map(({ command }) => command).toSorted(), Object.values(COMMANDS).toSorted());
    const registered = await vscode.commands.getCommands(true);
    assert.deepEqual(
      Object.values(COMMANDS).filter((id) => !registered.includes(id)),
      [],
    );
  });

  it('are beside settings that all have a default', () => {
    for (const id of Object.values(SETTINGS)) {
      assert.notEqual(vscode.workspace.getConfiguration().inspect(id)?.defaultValue, undefined, id);
    }
  });
});
