import type { UsedImage } from './imageUse.ts';
import { DEFAULT_KEPT, LATELY, superfluous } from './pruneProject.ts';

/**
 * Where the folder of an image is: on this machine, gone from it, or on another machine that uses the same daemon.
 * `unknown`: the image does not say, or the folder cannot be looked for.
 */
export type ImagePlace = 'here' | 'gone' | 'elsewhere' | 'unknown';

/** A used image, and what is known of its folder and of its layers. */
export interface FoundImage extends UsedImage {
  readonly place: ImagePlace;
  /** Bytes that no other image has; `null` where the engine does not say. */
  readonly ownSize: number | null;
}

/** Which images are to be removed. By default: those of folders that are gone, and older ones of each folder. */
export interface PruneRule {
  /** Every image, including recently used ones. */
  readonly all?: boolean | undefined;
  /** Every image that has not been used for this many milliseconds. */
  readonly olderThan?: number | undefined;
  /** How many of each folder stay, the most recently used. Default 3. Not with `all` or `olderThan`. */
  readonly keep?: number | undefined;
  /** Also images that another machine has built on the same daemon, or that do not say where they were built. */
  readonly elsewhere?: boolean | undefined;
}

/**
 * Returns the ids of the images to be removed, each with the reason. An image that a container uses is never removed.
 */
export function planPrune(images: readonly FoundImage[], rule: PruneRule): ReadonlyMap<string, string> {
  const { all, olderThan, keep = DEFAULT_KEPT, elsewhere = false } = rule;
  const candidates = images.filter(({ place }) => elsewhere || place === 'here' || place === 'gone');
  const plan = new Map<string, string>();
  const choose = (chosen: readonly FoundImage[], why: string, unusedFor: number): void => {
    for (const image of chosen) {
      if (image.containers.length === 0 && image.unusedFor >= unusedFor && !plan.has(image.id)) plan.set(image.id, why);
    }
  };
  if (olderThan !== undefined) choose(candidates, 'not used for so long', olderThan);
  else if (all === true) choose(candidates, 'all were named', 0);
  else {
    choose(
      candidates.filter(({ place }) => place === 'gone'),
      'its folder is gone',
      LATELY,
    );
    choose(
      candidates.filter(({ names }) => names.length === 0),
      'a newer one has its name',
      LATELY,
    );
    for (const project of new Set(candidates.map((image) => image.project))) {
      const own = new Set(
        superfluous(
          candidates.filter((image) => image.project === project),
          keep,
          LATELY,
        ).map(({ id }) => id),
      );
      choose(
        candidates.filter(({ id }) => own.has(id)),
        `${keep} that were used later are kept`,
        LATELY,
      );
    }
  }
  return plan;
}
