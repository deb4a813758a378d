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
  /** Sees to it that the image is there; records what it does. */
  readonly prepareImage: (record: (step: Lifecycle) => void, signal: AbortSignal) => Promise<void>;
  /** What is known of the image by now; missing where that is nothing. */
  readonly facts?: ImageFacts | undefined;
  /**
   * The same where the image turns out to be gone after all; missing where nothing can be done about that. It rejects
   * where it is not to be built.
   */
  readonly restoreImage?: DispatchTarget['prepareImage'];
  /** What can be said of an exception that has to do with how the inmate is held. It never rejects. */
  readonly explain?: (raise: Raise) => Promise<readonly string[]>;
}

/** What stands behind a `Hoosegow`: Docker, or bare processes. */
export interface Engine {
  /**
   * Checks what one call asks for.
   *
   * @returns whether its container is as those of all others
   * @throws {UsageError} for an option that cannot be right, or that it cannot hold
   */
  check(settings: CallSettings): boolean;
  /**
   * @param settings of a call that has its own
   * @throws {HoosegowError} where it cannot be reached, or has nothing to run
   */
  target(signal: AbortSignal, settings?: CallSettings): Promise<DispatchTarget>;
  /** Removes what earlier crashes left. @returns the names of the containers */
  sweep(): Promise<readonly string[]>;
  /** Ends its connections, once what it does in the background is done. */
  close(): Promise<void>;
}
