import type { Dialect } from '../source/dialect.ts';
import type { InmateMethods } from '../inmateMethods.ts';
import type { InmateReading } from '../inmateReading.ts';
import type { RunsInNode } from '../check/inmateRuntime.ts';
import type { MethodPlace } from '../methodPlaces.ts';
import type { Piece, Refused } from './piece.ts';

/** Jobs of the reading thread: everything that parses the text of a stranger. */
export type SourceJob =
  | { readonly kind: 'methods'; readonly inmateDir: string }
  | {
      readonly kind: 'inmate';
      readonly inmateDir: string;
      readonly runsIn: RunsInNode;
      readonly texts: ReadonlyMap<string, string> | undefined;
    }
  | { readonly kind: 'places'; readonly text: string; readonly dialect: Dialect };

/** Its answers, by kind of the job: small facts, and no syntax tree. */
export interface SourceAnswers {
  readonly methods: InmateMethods;
  readonly inmate: InmateReading;
  readonly places: readonly MethodPlace[];
}

export interface JobRequest {
  readonly job: SourceJob;
  readonly refused: Refused;
}

/** What the thread reports: that it is ready, what it begins, and how a job has ended. */
export type ThreadMessage =
  | { readonly type: 'ready'; readonly thread: string | undefined }
  | { readonly type: 'begins'; readonly piece: Piece }
  | { readonly type: 'done'; readonly answer: SourceAnswers[SourceJob['kind']] }
  | { readonly type: 'failed'; readonly message: string; readonly isUsage: boolean };
