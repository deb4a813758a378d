import path from 'node:path';
import * as vscode from 'vscode';
import type { App } from './app.ts';
import { RememberedArguments } from '../arguments/rememberedArguments.ts';
import { registerCallCompletion } from '../calls/callCompletion.ts';
import { CallDiagnostics } from '../calls/callDiagnostics.ts';
import { CallLenses } from '../calls/callLenses.ts';
import { CONTEXT_KEYS } from '../contributions.ts';
import { DispatchRunner } from '../dispatches/dispatchRunner.ts';
import { History, type HistoryOptions } from '../dispatches/history.ts';
import { LiveDispatches } from '../dispatches/liveDispatches.ts';
import { ProgressNotification } from '../dispatches/progressNotification.ts';
import { RunningTicker } from '../dispatches/runningTicker.ts';
import { saveSources } from '../dispatches/saveSources.ts';
import { EngineService } from '../engines/engineService.ts';
import { EngineStatus } from '../engines/engineStatus.ts';
import { InmateProjects } from '../inmates/inmateProjects.ts';
import type { Lifetime } from './lifetime.ts';
import { loadEngineParts } from '../loadEngineParts.ts';
import { createShown } from './createShown.ts';
import { Log } from './log.ts';
import { InstallActions } from '../source/installActions.ts';
import { RaiseDiagnostics } from '../source/raiseDiagnostics.ts';
import { SourceDiagnostics } from '../source/sourceDiagnostics.ts';
import { TextDocuments } from '../source/textDocuments.ts';
import { historyBounds } from '../settings/settings.ts';
import { setContext } from './setContext.ts';
import { watchSaves } from './watchSaves.ts';

/** Creates the parts of the extension and connects them. The lifetime owns what they hold. */
export function createApp(context: vscode.ExtensionContext, lifetime: Lifetime): App {
  const { extensionUri } = context;
  const log = lifetime.add(new Log());
  const engines = lifetime.add(new EngineService(log));
  const status = lifetime.add(new EngineStatus(engines));
  const projects = lifetime.add(new InmateProjects());
  const raised = lifetime.add(new RaiseDiagnostics('hoosegow'));
  const unloaded = lifetime.add(new RaiseDiagnostics('hoosegow load'));
  lifetime.add(new SourceDiagnostics(projects, log));
  lifetime.add(new InstallActions(projects));
  lifetime.add(new CallDiagnostics(projects, log));
  lifetime.add(new CallLenses(projects));
  lifetime.add(registerCallCompletion(projects));
  const texts = lifetime.add(new TextDocuments());
  const remembered = new RememberedArguments(context.workspaceState);
  const ticker = lifetime.add(new RunningTicker(() => shown.tick()));
  const live = new LiveDispatches(() => {
    const isRunning = live.running.length > 0;
    setContext(CONTEXT_KEYS.running, isRunning);
    ticker.setRunning(isRunning);
  });
  const history = createHistory(context, log, (isTold) => shown.refresh(isTold));
  const shown = createShown({ extensionUri, memory: context.workspaceState, projects, history, live, log }, lifetime);
  const { results, lines, inline, dispatches } = shown;
  lifetime.add(projects.onDidChange(() => status.setShown(projects.all.length > 0)));
  lifetime.add(engines.onDidChange(() => void history.enforceBounds()));
  const runner = new DispatchRunner({
    engines,
    history,
    live,
    log,
    notice: (title, cancel) => new ProgressNotification(title, cancel),
    onBegin: async ({ inmateDir }) => {
      raised.clear(inmateDir.fsPath);
      unloaded.clear(inmateDir.fsPath);
      inline.clear(inmateDir);
      await saveSources(inmateDir);
    },
    onRecorded: ({ recording }) => results.show(vscode.Uri.file(recording)),
    onEnd: ({ inmateDir, method }, { outcome }) => {
      raised.clear(inmateDir.fsPath);
      void raised.show(inmateDir.fsPath, `hoosegow ${method}`, outcome);
    },
  });
  watchSaves({ engines, status, projects, history, runner, shown, unloaded, log }, lifetime);
  const rememberCall: App['rememberCall'] = async (call) => {
    await remembered.remember(call);
    setContext(CONTEXT_KEYS.hasLast, remembered.last !== undefined);
  };
  setContext(CONTEXT_KEYS.hasLast, remembered.last !== undefined);
  const shared = { context, log, engines, status, projects, history, live, runner, remembered, rememberCall };
  return { ...shared, dispatches, texts, results, lines };
}

/** Recordings are in the workspace's storage; in a window without a workspace, in the extension's. */
function createHistory(context: vscode.ExtensionContext, log: Log, onChange: HistoryOptions['onChange']): History {
  const storage = context.storageUri ?? context.globalStorageUri;
  return new History({
    dir: path.join(storage.fsPath, 'dispatches'),
    bounds: historyBounds,
    describe: async (recording) => (await loadEngineParts()).readEntry(recording),
    onChange,
    warn: (text) => log.warn(text),
  });
}
