import type * as vscode from 'vscode';
import type { BuildMarks } from '../source/buildMarks.ts';
import type { Call, RememberedArguments } from '../dispatches/rememberedArguments.ts';
import type { DispatchRunner } from '../dispatches/run/dispatchRunner.ts';
import type { History } from '../dispatches/history/history.ts';
import type { LiveDispatches } from '../dispatches/run/liveDispatches.ts';
import type { DispatchesView } from '../dispatches/view/dispatchesView.ts';
import type { EngineService } from '../engines/engineService.ts';
import type { EngineStatus } from '../engines/engineStatus.ts';
import type { ImagesView } from '../engines/imagesView.ts';
import type { InmateProjects } from '../inmates/inmateProjects.ts';
import type { MethodLineReader } from '../inmates/methodLines.ts';
import type { ResultPanel } from '../results/resultPanel.ts';
import type { CommandId } from '../contributions.ts';
import type { Log } from './log.ts';
import type { TextDocuments } from '../source/textDocuments.ts';

/** What commands work with. */
export interface App {
  readonly context: vscode.ExtensionContext;
  readonly log: Log;
  readonly engines: EngineService;
  readonly status: EngineStatus;
  readonly projects: InmateProjects;
  readonly history: History;
  readonly live: LiveDispatches;
  readonly dispatches: Pick<DispatchesView, 'choices' | 'choose' | 'selection'>;
  readonly runner: DispatchRunner;
  readonly remembered: RememberedArguments;
  /** Remembers a call, so that it can be repeated. */
  readonly rememberCall: (call: Call) => Promise<void>;
  readonly texts: TextDocuments;
  readonly results: ResultPanel;
  readonly lines: MethodLineReader;
  /** Where builds failed. */
  readonly buildMarks: BuildMarks;
  readonly images: ImagesView;
}

/** A command of the extension. */
export interface AppCommand {
  readonly id: CommandId;
  /** @param args from the palette there are none; from a view, a lens or another extension they may be anything */
  readonly execute: (app: App, ...args: readonly unknown[]) => Promise<unknown>;
}
