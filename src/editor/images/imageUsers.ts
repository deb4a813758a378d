import type { ImageInfo } from '../../engine/index.ts';
import type { InmateContainer } from '../../engine/internal.ts';

/** What keeps images from being removed. */
export interface ImageUsers {
  /** Names of the containers that are made from them. */
  readonly names: readonly string[];
  /** Those of them that are of inmates, and can be stopped from here: as the view has them. */
  readonly items: readonly { readonly kind: 'container'; readonly container: InmateContainer }[];
}

/** @param ids of the images */
export function usersOf(
  ids: readonly string[],
  images: readonly Pick<ImageInfo, 'id' | 'containers'>[],
  containers: readonly InmateContainer[],
): ImageUsers {
  const names = images.filter(({ id }) => ids.includes(id)).flatMap((image) => image.containers);
  const own = containers.filter(({ name }) => names.includes(name));
  return { names, items: own.map((container) => ({ kind: 'container', container })) };
}
