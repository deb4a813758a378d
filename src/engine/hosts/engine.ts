import type { Lifecycle } from '../../recording/event.ts';
import type { Raise } from '../../wire/frame.ts';
import type { ContainerHost } from './containerHost.ts';
import type { CallSettings } from '../options/callSettings.ts';
import type { ImageFacts } from './docker/images/store/imageFacts.ts';

/** Where a dispatch runs and what it runs, before its container exists. */
export interface DispatchTarget {
  readonly host: ContainerHost;
  /** `null` where the host has no images. */
  readonly image: string | null;
  /** Makes sure that the image is there; records what it does. */
  readonly prepareImage: (record: (step: Lifecycle) => void, signal: AbortSignal) => Promise<void>;
  /** What is known of the image so far; missing where nothing is. */
  readonly facts?: ImageFacts | undefined;
  /**
   * The same where the image turns out to be gone after all; missing where nothing can be done about that. It rejects
   * where the image must not be built.
   */
  readonly restoreImage?: DispatchTarget['prepareImage'];
  /** Hints on an exception that comes from how the inmate is confined. It never rejects. */
  readonly explain?: (raise: Raise) => Promise<readonly string[]>;
}

/** What stands behind a `Hoosegow`: Docker, or bare processes. */
export interface Engine {
  /**
   * Checks what one call asks for.
   *
   * @returns whether the call can use the same containers as all others
   * @throws {UsageError} for an option that is invalid, or that the engine cannot enforce
   */
  check(settings: CallSettings): boolean;
  /**
   * @param settings of a call that has its own
   * @throws {HoosegowError} where it cannot be reached, or has nothing to run
   */
  target(signal: AbortSignal, settings?: CallSettings): Promise<DispatchTarget>;
  /** Removes what earlier crashes left. @returns the names of the containers */
  sweep(): Promise<readonly string[]>;
  /** Closes its connections, once its background work is done. */
  close(): Promise<void>;
}
