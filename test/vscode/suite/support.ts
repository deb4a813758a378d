import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { RunResult } from '../../../src/editor/dispatches/run/dispatchRunner.ts';
import { COMMANDS, RESULT_PANEL, TIMELINE_EDITOR } from '../../../src/editor/contributions.ts';
import type { HoosegowApi } from '../../../src/extension.ts';

export function extension(): vscode.Extension<HoosegowApi> {
  const found = vscode.extensions.getExtension<HoosegowApi>('hoosegow.hoosegow-inspector');
  assert.ok(found, 'the editor does not know the extension');
  return found;
}

/** The folder that the editor was opened with. It is an inmate project. */
export function workspaceFolder(): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'no folder is open');
  return folder.uri;
}

/** Runs a method of the workspace's inmate by the command that the palette has. */
export function runMethod(method: string, args: readonly unknown[]): Promise<RunResult | undefined> {
  return execute(COMMANDS.run, { inmate: workspaceFolder().fsPath, method, args });
}

/** As `runMethod`, for a dispatch that must have come to be. */
export async function dispatched(method: string, ...args: readonly unknown[]): Promise<RunResult> {
  const result = await runMethod(method, args);
  assert.ok(result, `${method} was not run`);
  return result;
}

export async function execute<T>(command: string, ...args: readonly unknown[]): Promise<T> {
  return vscode.commands.executeCommand<T>(command, ...args);
}

/** Waits until a check gives something. */
export async function until<T>(
  what: string,
  check: () => T | undefined | PromiseLike<T | undefined>,
  within = 15_000,
): Promise<T> {
  const deadline = Date.now() + within;
  for (;;) {
    const found = await check();
    if (found !== undefined) return found;
    if (Date.now() > deadline) assert.fail(`not within ${within} ms: ${what}`);
    await sleep(50);
  }
}

/** Saves a document, again where the editor refuses: it does while another save of it is under way. */
export async function saveDocument(document: vscode.TextDocument): Promise<void> {
  await until(`${document.uri.fsPath} saved`, async () => (await document.save()) || !document.isDirty || undefined);
}

/** Addresses of the timelines that are open. */
export function openTimelines(): string[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .map(({ input }) => input)
    .filter((input) => input instanceof vscode.TabInputCustom)
    .filter(({ viewType }) => viewType === TIMELINE_EDITOR)
    .map(({ uri }) => uri.fsPath);
}

/** The tabs of the result panel: there is one at most. */
export function resultTabs(): vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith(RESULT_PANEL));
}

/** Waits until the result panel has a title, and with it shows a dispatch. */
export async function resultTitled(title: RegExp): Promise<vscode.Tab> {
  return until(`a result called ${title.source}`, () => resultTabs().find(({ label }) => title.test(label)), 60_000);
}

/** The recording that the result panel shows, by what keeping it opens. */
export async function keptResult(): Promise<string> {
  const before = openTimelines();
  await execute(COMMANDS.keepResult);
  return until('a timeline of its own', () => openTimelines().find((path) => !before.includes(path)));
}

export function closeAllTabs(): Promise<void> {
  return execute('workbench.action.closeAllEditors');
}

export async function exists(uri: vscode.Uri): Promise<boolean> {
  return Promise.resolve(vscode.workspace.fs.stat(uri)).then(
    () => true,
    () => false,
  );
}
