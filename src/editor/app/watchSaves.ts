import type { BuildMarks } from '../source/buildMarks.ts';
import type { DispatchRunner } from '../dispatches/run/dispatchRunner.ts';
import type { History } from '../dispatches/history/history.ts';
import { isRaised } from '../dispatches/run/runEnd.ts';
import type { EngineService } from '../engines/engineService.ts';
import type { EngineStatus } from '../engines/engineStatus.ts';
import { InmateWarmer } from '../engines/inmateWarmer.ts';
import type { InmateProjects } from '../inmates/inmateProjects.ts';
import { markFailedBuild } from '../saves/markFailedBuild.ts';
import { RunOnSave } from '../saves/runOnSave.ts';
import { SavedInmates } from '../saves/savedInmates.ts';
import type { RaiseDiagnostics } from '../source/raiseDiagnostics.ts';
import type { Shown } from './createShown.ts';
import type { Lifetime } from './lifetime.ts';
import type { Log } from './log.ts';

export interface SaveParts {
  readonly engines: EngineService;
  readonly status: EngineStatus;
  readonly projects: InmateProjects;
  readonly history: History;
  readonly runner: DispatchRunner;
  readonly shown: Shown;
  /** Of inmates that could not be loaded while nothing was run. */
  readonly unloaded: RaiseDiagnostics;
  /** Of images that could not be built. */
  readonly buildMarks: BuildMarks;
  readonly log: Log;
}

/** Has containers wait for what is open in front, and does what is to follow a save. */
export function watchSaves(parts: SaveParts, lifetime: Lifetime): void {
  const { engines, status, projects, history, runner, shown, unloaded, buildMarks, log } = parts;
  const warmer = lifetime.add(
    new InmateWarmer({
      engines,
      projects,
      log,
      onPreparing: (names) => status.setPreparing(names),
      onPrepare: ({ dir }) => {
        unloaded.clear(dir.fsPath);
        buildMarks.clear(dir);
      },
      onFailure: (project, error) => {
        const { dir } = project;
        void markFailedBuild(parts, project, error);
        if (isRaised(error)) void unloaded.show(dir.fsPath, 'hoosegow', { outcome: 'raised', ...error.raise });
      },
    }),
  );
  const { inline, results } = shown;
  const isShown = (recording: string): boolean => results.isShown(recording);
  const runOnSave = lifetime.add(new RunOnSave({ history, runner, inline, buildMarks, log, isShown }));
  const actions = {
    prepare: warmer.prepare.bind(warmer),
    runAgain: runOnSave.runAgain.bind(runOnSave),
  };
  lifetime.add(new SavedInmates(projects, actions));
}
