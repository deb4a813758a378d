import type { Recorder } from '../../src/engine/dispatch/answerIntake.ts';
import type { DispatchRecorder } from '../../src/engine/dispatch/dispatchTask.ts';

/** A recorder without a reader. */
export function unread(recorder: Recorder): DispatchRecorder {
  return {
    ...recorder,
    reader: () => {
      throw new Error('nothing is kept');
    },
    rest: () => undefined,
  };
}
