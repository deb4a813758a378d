import type * as vscode from 'vscode';
import { DispatchesView } from '../dispatches/view/dispatchesView.ts';
import type { History } from '../dispatches/history/history.ts';
import type { LiveDispatches } from '../dispatches/run/liveDispatches.ts';
import type { InmateProjects } from '../inmates/inmateProjects.ts';
import { InmatesView } from '../inmates/inmatesView.ts';
import { MethodLenses } from '../inmates/methodLenses.ts';
import { MethodLineReader } from '../inmates/methodLines.ts';
import { InlineResults } from '../results/inlineResults.ts';
import { ResultPanel } from '../results/resultPanel.ts';
import { CallCommands } from '../timeline/callCommands.ts';
import { TimelineEditor } from '../timeline/timelineEditor.ts';
import { TimelineHosts, type TimelineActions } from '../timeline/timelineHosts.ts';
import { WholeDocuments } from '../timeline/wholeDocuments.ts';
import type { Lifetime } from './lifetime.ts';
import { loadEditorParts } from '../loadEditorParts.ts';
import type { Log } from './log.ts';

export interface ShownParts {
  readonly extensionUri: vscode.Uri;
  /** What is remembered of this workspace. */
  readonly memory: vscode.Memento;
  readonly projects: InmateProjects;
  readonly history: History;
  readonly live: LiveDispatches;
  readonly log: Log;
}

/** What shows inmates and their dispatches. */
export interface Shown {
  readonly results: ResultPanel;
  readonly dispatches: DispatchesView;
  readonly inline: InlineResults;
  readonly lines: MethodLineReader;
  /** A dispatch has begun, answered, ended or gone. @param isTold whether only its size has changed */
  refresh(isTold: boolean): void;
  /** What runs has run on for a while. */
  tick(): void;
}

export function createShown(parts: ShownParts, lifetime: Lifetime): Shown {
  const { extensionUri, memory, projects, history, live, log } = parts;
  const lines = new MethodLineReader();
  lifetime.add(projects.onDidChange(() => lines.forget()));
  const view = lifetime.add(new DispatchesView(history, live, memory));
  const lenses = lifetime.add(new MethodLenses({ projects, history, live, lines }));
  lifetime.add(new InmatesView(projects));
  const documents = lifetime.add(new WholeDocuments(live));
  const calls = new CallCommands(projects, history);
  const actions: TimelineActions = {
    exportRecording: async (...what) => (await loadEditorParts()).saveExport(...what),
    saveValue: async (...what) => (await loadEditorParts()).saveValue(...what),
    saveWhole: async (...what) => (await loadEditorParts()).saveWhole(...what),
    openWhole: documents.open.bind(documents),
    commandsFor: calls.for.bind(calls),
    command: calls.do.bind(calls),
  };
  const hosts = new TimelineHosts(actions, log);
  lifetime.add(new TimelineEditor(extensionUri, live, hosts, log));
  const results = lifetime.add(new ResultPanel({ extensionUri, live, history, hosts, log }));
  const inline = lifetime.add(new InlineResults(projects, lines));
  return {
    results,
    dispatches: view,
    inline,
    lines,
    refresh: (isTold) => {
      view.refresh();
      if (isTold) return;
      // After each change the editor waits a while before it asks for lenses.
      lenses.refresh();
      results.refresh();
    },
    tick: () => {
      view.tick();
      lenses.refresh();
    },
  };
}
