import path from 'node:path';
import * as vscode from 'vscode';
import type { App } from './app.ts';
import { RememberedArguments } from '../arguments/rememberedArguments.ts';
import { BuildMarks } from '../builds/buildMarks.ts';
import { CONTEXT_KEYS, TIMELINE_EDITOR } from '../contributions.ts';
import { DispatchesView } from '../dispatches/dispatchesView.ts';
import { DispatchRunner } from '../dispatches/dispatchRunner.ts';
import { History } from '../dispatches/history.ts';
import { LiveDispatches } from '../dispatches/liveDispatches.ts';
import { saveSources } from '../dispatches/saveSources.ts';
import { offerLimit } from '../dispatches/offerLimit.ts';
import { EngineService } from '../engines/engineService.ts';
import { EngineStatus } from '../engines/engineStatus.ts';
import { InmateWarmer } from '../engines/inmateWarmer.ts';
import { ImagesView } from '../images/imagesView.ts';
import { InmateProjects } from '../inmates/inmateProjects.ts';
import { InmatesView } from '../inmates/inmatesView.ts';
import { MethodLenses } from '../inmates/methodLenses.ts';
import type { Lifetime } from './lifetime.ts';
import { loadEngineParts } from '../loadEngineParts.ts';
import { Log } from './log.ts';
import { InstallActions } from '../source/installActions.ts';
import { RaiseDiagnostics } from '../source/raiseDiagnostics.ts';
import { SourceDiagnostics } from '../source/sourceDiagnostics.ts';
import { TextDocuments } from '../source/textDocuments.ts';
import { historyBounds } from '../settings/settings.ts';
import { saveExport, saveValue } from '../timeline/exportFile.ts';
import { TimelineEditor } from '../timeline/timelineEditor.ts';

/** Creates the parts of the extension and connects them. The lifetime owns what they hold. */
export function createApp(context: vscode.ExtensionContext, lifetime: Lifetime): App {
  const log = lifetime.add(new Log());
  const engines = lifetime.add(new EngineService(log));
  const status = lifetime.add(new EngineStatus(engines));
  const projects = lifetime.add(new InmateProjects());
  lifetime.add(new InmateWarmer(engines, projects, log));
  const diagnostics = lifetime.add(new RaiseDiagnostics());
  lifetime.add(new SourceDiagnostics(projects, log));
  lifetime.add(new InstallActions(projects));
  const texts = lifetime.add(new TextDocuments());
  const buildMarks = lifetime.add(new BuildMarks());
  const remembered = new RememberedArguments(context.workspaceState);
  const live = new LiveDispatches(() => setContext(CONTEXT_KEYS.running, live.all.length > 0));
  const history = createHistory(context, log, () => {
    view.refresh();
    lenses.refresh();
  });
  const view = lifetime.add(new DispatchesView(history));
  const lenses = lifetime.add(new MethodLenses(projects, history));
  lifetime.add(new InmatesView(projects));
  const images = lifetime.add(new ImagesView(engines));
  const actions = { exportRecording: saveExport, saveValue };
  lifetime.add(new TimelineEditor(context.extensionUri, live, actions, log));
  lifetime.add(projects.onDidChange(() => status.setShown(projects.all.length > 0)));
  lifetime.add(engines.onDidChange(() => void history.enforceBounds()));
  const runner = new DispatchRunner({
    engines,
    history,
    live,
    log,
    onBegin: async ({ inmateDir }) => {
      diagnostics.clear(inmateDir.fsPath);
      buildMarks.clear(inmateDir);
      await saveSources(inmateDir);
    },
    onRecorded: ({ recording }) => showTimeline(vscode.Uri.file(recording)),
    onEnd: (request, outcome) => {
      void diagnostics.show(request.inmateDir.fsPath, request.method, outcome);
      void offerLimit(request, outcome);
      images.refresh();
    },
  });
  setContext(CONTEXT_KEYS.hasLast, remembered.last !== undefined);
  const rememberCall = rememberIn(remembered);
  const parts = { context, log, engines, status, projects, history, live, runner, remembered, rememberCall };
  return { ...parts, texts, buildMarks, images };
}

function rememberIn(remembered: RememberedArguments): App['rememberCall'] {
  return async (call) => {
    await remembered.remember(call);
    setContext(CONTEXT_KEYS.hasLast, remembered.last !== undefined);
  };
}

/** Recordings are in the workspace's storage; in a window without a workspace, in the extension's. */
function createHistory(context: vscode.ExtensionContext, log: Log, onChange: () => void): History {
  const storage = context.storageUri ?? context.globalStorageUri;
  return new History({
    dir: path.join(storage.fsPath, 'dispatches'),
    bounds: historyBounds,
    describe: async (recording) => (await loadEngineParts()).readEntry(recording),
    onChange,
    warn: (text) => log.warn(text),
  });
}

function showTimeline(uri: vscode.Uri): void {
  const options = { preview: false, preserveFocus: false };
  void vscode.commands.executeCommand('vscode.openWith', uri, TIMELINE_EDITOR, options);
}

function setContext(key: string, value: boolean): void {
  void vscode.commands.executeCommand('setContext', key, value);
}
