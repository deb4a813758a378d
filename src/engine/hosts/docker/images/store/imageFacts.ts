import type { BaseImage } from '../../../../../recording/event.ts';

/** What is known of an image beside its name. */
export interface ImageFacts {
  /** The engine's own id of it. */
  readonly id: string;
  readonly base?: BaseImage;
}
