import type { Lifecycle } from '../../recording/event.ts';
import type { RecordingReader } from '../../recording/recordingReader.ts';
import type { Raise } from '../../wire/frame.ts';
import type { ContainerHost, JailSpec } from '../hosts/containerHost.ts';
import type { ContainerCallbacks, DispatchLimits } from '../options/options.ts';
import type { Recorder } from './answerIntake.ts';
import type { Checkin, TakeReadyJail } from './readyJail.ts';

/** Where a dispatch is recorded, and where its readers read. */
export interface DispatchRecorder extends Recorder {
  /** A reader of what is recorded, also while it is written. */
  reader(): RecordingReader;
  /** Nothing more will be written. */
  rest(): void;
}

/** All that a dispatch needs to run, once it has its turn: what to run, where, and what to call. */
export interface DispatchTask {
  readonly host: ContainerHost;
  /** The jail to make where none waits. */
  readonly jail: JailSpec;
  /** Gives one that waits; missing where every dispatch makes its own. */
  readonly takeReady?: TakeReadyJail | undefined;
  /** Takes the jail back; only where the request asks it to take another one. */
  readonly checkin?: Checkin | undefined;
  readonly recorder: DispatchRecorder;
  /** Milliseconds since the start of the dispatch. */
  readonly clock: () => number;
  /** Makes sure that the image exists; records what it does. */
  readonly prepareImage: (record: (step: Lifecycle) => void, signal: AbortSignal) => Promise<void>;
  /** The same where the image is gone when the jail is made; missing where it cannot be restored. */
  readonly restoreImage?: DispatchTask['prepareImage'] | undefined;
  /** Gives notes that explain an exception of the inmate. It never rejects. */
  readonly explain?: ((raise: Raise) => Promise<readonly string[]>) | undefined;
  /** The encoded request. */
  readonly request: Uint8Array;
  readonly limits: DispatchLimits;
  readonly callbacks: ContainerCallbacks;
  /** Called once the caller that awaits the dispatch has its result, or the exception of the inmate. */
  readonly onTerminal?: (() => void) | undefined;
  /** Called when the dispatch is over, its outcome recorded. */
  readonly release: () => void;
}
