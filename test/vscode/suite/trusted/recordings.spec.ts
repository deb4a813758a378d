import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'mocha';
import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { COMMANDS, TIMELINE_EDITOR } from '../../../../src/editor/contributions.ts';
import { suiteContext } from '../context.ts';
import { closeAllTabs, execute, exists, openTimelines, until } from '../support.ts';

describe('recordings', () => {
  const { recording, scratch } = suiteContext();
  afterEach(closeAllTabs);

  it('open in the timeline by default', async () => {
    await execute('vscode.open', vscode.Uri.file(recording));
    assert.deepEqual(openTimelines(), [recording]);
  });

  it('open by the command, by path and by address', async () => {
    await execute(COMMANDS.openRecording, recording);
    assert.deepEqual(openTimelines(), [recording]);
    await closeAllTabs();
    await execute(COMMANDS.openDispatch, vscode.Uri.file(recording));
    assert.deepEqual(openTimelines(), [recording]);
  });

  it('open under an odd name', async () => {
    const odd = join(scratch, 'a "quoted" <b>name 100% #1 ü.dispatch');
    await copyFile(recording, odd);
    await execute(COMMANDS.openRecording, odd);
    assert.deepEqual(openTimelines(), [odd]);
  });

  it('that are none open with what is wrong with them', async () => {
    const broken = join(scratch, 'broken.dispatch');
    await writeFile(broken, 'no recording');
    await execute('vscode.openWith', vscode.Uri.file(broken), TIMELINE_EDITOR);
    await until('its tab', () => openTimelines().includes(broken) || undefined);
  });

  it('are compared without the lines that are the same, which are shown where they are asked for', async () => {
    const copy = join(scratch, 'compared.dispatch');
    await copyFile(recording, copy);
    for (const command of [COMMANDS.showHiddenLines, COMMANDS.showAllHiddenLines]) {
      await execute(COMMANDS.compare, recording, [recording, copy]);
      const [editor, line] = await until('a line for those that are hidden', () => {
        const active = vscode.window.activeTextEditor;
        const at =
          active?.document
            .getText()
            .split('\n')
            .findIndex((text) => text.includes('… 5 hidden lines ')) ?? -1;
        return active && at >= 0 ? ([active, at] as const) : undefined;
      });
      assert.doesNotMatch(editor.document.getText(), /shouting 3/);
      editor.selection = new vscode.Selection(line, 0, line, 0);
      await execute(command);
      await until('the lines', () => /shouting 3/.test(editor.document.getText()) || undefined);
      assert.doesNotMatch(editor.document.getText(), /hidden lines/);
      await until('the cursor at the first of them', () => editor.selection.active.line === line || undefined);
      await closeAllTabs();
    }
  });

  describe('that are not on a disk', () => {
    const folder = vscode.Uri.parse('hoosegow-test:/');
    const files = new Map<string, { readonly bytes: Uint8Array; readonly size: number }>();
    let registration: vscode.Disposable | undefined;

    before(async () => {
      const bytes = await readFile(recording);
      files.set('/sample.dispatch', { bytes, size: bytes.length });
      files.set('/huge.dispatch', { bytes, size: 257 * 1024 * 1024 });
      registration = vscode.workspace.registerFileSystemProvider('hoosegow-test', filesOf(files), { isReadonly: true });
    });
    after(() => {
      registration?.dispose();
    });

    async function exported(name: string): Promise<string | undefined> {
      const target = vscode.Uri.file(join(scratch, `${name}.stdout`));
      await execute(COMMANDS.exportRecording, {
        recording: vscode.Uri.joinPath(folder, name),
        format: 'stdout',
        target,
      });
      return (await exists(target)) ? readFile(target.fsPath, 'utf8') : undefined;
    }

    it('open from a copy, which goes with them', async () => {
      const earlier = await copies();
      await execute(COMMANDS.openRecording, vscode.Uri.joinPath(folder, 'sample.dispatch'));
      await until('a copy', async () => ((await copies()).length > earlier.length ? true : undefined));
      assert.deepEqual(openTimelines(), ['/sample.dispatch']);
      assert.match((await exported('sample.dispatch')) ?? '', /^shouting 1\n/);
      await closeAllTabs();
      await until('no copy', async () => ((await copies()).length === earlier.length ? true : undefined));
    });

    it('are refused beyond 256 MiB, and nothing of them is read', async () => {
      assert.equal(await exported('huge.dispatch'), undefined);
    });
  });
});

async function copies(): Promise<readonly string[]> {
  return (await readdir(tmpdir())).filter((name) => /^hoosegow-[0-9a-f]{16}\.dispatch$/.test(name));
}

/** Files that can be read and nothing else, each of the size that it says. */
function filesOf(
  files: ReadonlyMap<string, { readonly bytes: Uint8Array; readonly size: number }>,
): vscode.FileSystemProvider {
  const find = ({ path }: vscode.Uri) => {
    const file = files.get(path);
    if (!file) throw vscode.FileSystemError.FileNotFound(path);
    return file;
  };
  const refuse = (): never => {
    throw vscode.FileSystemError.NoPermissions();
  };
  return {
    onDidChangeFile: new vscode.EventEmitter<vscode.FileChangeEvent[]>().event,
    watch: () => new vscode.Disposable(() => undefined),
    stat: (uri) => ({ type: vscode.FileType.File, ctime: 0, mtime: 0, size: find(uri).size }),
    readDirectory: () => [],
    readFile: (uri) => {
      const { bytes, size } = find(uri);
      assert.equal(bytes.length, size, 'it is read');
      return bytes;
    },
    createDirectory: refuse,
    writeFile: refuse,
    delete: refuse,
    rename: refuse,
  };
}
