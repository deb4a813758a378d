import path from 'node:path';
import * as vscode from 'vscode';
import type { App } from './app.ts';
import { RememberedArguments } from '../dispatches/rememberedArguments.ts';
import { BuildMarks } from '../source/buildMarks.ts';
import { registerCallCompletion } from '../callDocuments/callCompletion.ts';
import { CallDiagnostics } from '../callDocuments/callDiagnostics.ts';
import { CallLenses } from '../callDocuments/callLenses.ts';
import { CONTEXT_KEYS } from '../contributions.ts';
import { closeTabs } from '../dispatches/closeTabs.ts';
import { DispatchRunner } from '../dispatches/run/dispatchRunner.ts';
import { FolderWatch } from '../dispatches/history/folderWatch.ts';
import { History, type HistoryOptions } from '../dispatches/history/history.ts';
import { LiveDispatches } from '../dispatches/run/liveDispatches.ts';
import { ProgressNotification } from '../dispatches/run/progressNotification.ts';
import { RunningTicker } from '../dispatches/run/runningTicker.ts';
import { saveSources } from '../dispatches/run/saveSources.ts';
import { offerLimit } from '../dispatches/run/offerLimit.ts';
import { EngineService } from '../engines/engineService.ts';
import { EngineStatus } from '../engines/engineStatus.ts';
import { ImagesView } from '../engines/imagesView.ts';
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
import { reportError } from './reportError.ts';
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
  helpWriting(projects, log, lifetime);
  const texts = lifetime.add(new TextDocuments());
  const buildMarks = lifetime.add(new BuildMarks());
  const remembered = new RememberedArguments(context.workspaceState);
  const ticker = lifetime.add(new RunningTicker(() => shown.tick()));
  const live = new LiveDispatches(() => {
    const isRunning = live.running.length > 0;
    setContext(CONTEXT_KEYS.running, isRunning);
    ticker.setRunning(isRunning);
  });
  const history = createHistory(context, log, {
    onChange: (isTold) => shown.refresh(isTold),
    onRemoved: (recordings) => {
      closeTabs(recordings);
      shown.results.closeOne(recordings);
    },
  });
  lifetime.add(new FolderWatch(history.dir, (names) => void history.sync(names)));
  const shown = createShown({ extensionUri, memory: context.workspaceState, projects, history, live, log }, lifetime);
  const { results, lines, inline, dispatches } = shown;
  const images = lifetime.add(new ImagesView(engines, log));
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
      buildMarks.clear(inmateDir);
      inline.clear(inmateDir);
      await saveSources(inmateDir);
    },
    onRecorded: ({ recording }) => results.show(vscode.Uri.file(recording)),
    onEnd: (request, { outcome }) => {
      const { inmateDir, method } = request;
      raised.clear(inmateDir.fsPath);
      void raised.show(inmateDir.fsPath, `hoosegow ${method}`, outcome);
      offerLimit(request, outcome).catch((error: unknown) => reportError(log, error));
      images.refresh();
    },
  });
  watchSaves({ engines, status, projects, history, runner, shown, unloaded, buildMarks, log }, lifetime);
  setContext(CONTEXT_KEYS.hasLast, remembered.last !== undefined);
  const rememberCall = rememberIn(remembered);
  const shared = { context, log, engines, status, projects, history, live, runner, remembered, rememberCall };
  return { ...shared, dispatches, texts, results, lines, buildMarks, images };
}

/** Marks, lenses and proposals in the sources of inmates, and in calls of them. */
function helpWriting(projects: InmateProjects, log: Log, lifetime: Lifetime): void {
  lifetime.add(new SourceDiagnostics(projects, log));
  lifetime.add(new InstallActions(projects));
  lifetime.add(new CallDiagnostics(projects, log));
  lifetime.add(new CallLenses(projects));
  lifetime.add(registerCallCompletion(projects));
}

function rememberIn(remembered: RememberedArguments): App['rememberCall'] {
  return async (call) => {
    await remembered.remember(call);
    setContext(CONTEXT_KEYS.hasLast, remembered.last !== undefined);
  };
}

/** Recordings are in the workspace's storage; in a window without a workspace, in the extension's. */
function createHistory(
  context: vscode.ExtensionContext,
  log: Log,
  listeners: Pick<HistoryOptions, 'onChange' | 'onRemoved'>,
): History {
  const storage = context.storageUri ?? context.globalStorageUri;
  return new History({
    dir: path.join(storage.fsPath, 'dispatches'),
    bounds: historyBounds,
    describe: async (recording) => (await loadEngineParts()).readEntry(recording),
    ...listeners,
    warn: (text) => log.warn(text),
  });
}
