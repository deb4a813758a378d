import type { DockerConnection } from '../../connection/connect.ts';
import { statusOf } from '../../connection/daemonError.ts';
import { withDeadline } from '../../connection/withDeadline.ts';
import { isRecord } from '../../../../../text/isRecord.ts';
import { wholeId } from './imageNames.ts';

/** Milliseconds; a daemon examines each layer to find out what its images share. */
const DEADLINE = 120_000;

export interface ImageSizes {
  /** Bytes that no other image has, by the id of the image; images for which this is unknown are missing. */
  readonly own: ReadonlyMap<string, number>;
  /** Bytes of all layers of all images, each counted once. */
  readonly layers: number | null;
}

/** What the images of a daemon share. A daemon's refusal to tell is not an error. */
export async function readImageSizes(connection: DockerConnection): Promise<ImageSizes> {
  try {
    const [usage, images] = await withDeadline<[unknown, unknown]>(DEADLINE, 'build', undefined, (abortSignal) =>
      Promise.all([connection.docker.df(), connection.docker.listImages({ all: true, abortSignal })]),
    );
    return sizesOf(usage, images);
  } catch (error) {
    // Docker 20.10 counts for one caller at a time.
    if (statusOf(error) !== undefined) return { own: new Map(), layers: null };
    throw connection.toError(error, 'build');
  }
}

/**
 * @param usage Docker's answer to `GET /system/df`
 * @param all its answer to `GET /images/json?all=1`
 */
export function sizesOf(usage: unknown, all: unknown): ImageSizes {
  const own = new Map<string, number>();
  if (!isRecord(usage)) return { own, layers: null };
  const steps = new BuildSteps(recordsOf(all));
  for (const { Id: id, Size: size, SharedSize: shared } of recordsOf(usage['Images'])) {
    if (typeof id !== 'string' || typeof size !== 'number') continue;
    const known = steps.ownSize(wholeId(id)) ?? (typeof shared === 'number' && shared >= 0 ? size - shared : undefined);
    if (known !== undefined) own.set(wholeId(id), Math.max(0, known));
  }
  const { LayersSize: layers } = usage;
  // Podman reports 0 where it does not know.
  return { own, layers: typeof layers === 'number' && layers > 0 ? layers : null };
}

interface BuildStep {
  readonly id: string;
  readonly parent: string;
  readonly size: number;
  readonly isTagged: boolean;
}

/**
 * The images that Docker's own builder leaves for the steps of a build, each the parent of the next one. They are
 * removed with the built image, yet Docker 28 counts what it has in common with them as shared: none would be its own.
 */
class BuildSteps {
  readonly #steps = new Map<string, BuildStep>();
  readonly #children = new Map<string, number>();

  constructor(images: readonly Readonly<Record<string, unknown>>[]) {
    for (const { Id: id, ParentId: parentId, Size: size, RepoTags: tags } of images) {
      if (typeof id !== 'string' || typeof size !== 'number') continue;
      const parent = typeof parentId === 'string' && parentId !== '' ? wholeId(parentId) : '';
      const isTagged = Array.isArray(tags) && tags.some((tag) => tag !== '<none>:<none>');
      this.#steps.set(wholeId(id), { id: wholeId(id), parent, size, isTagged });
      this.#children.set(parent, (this.#children.get(parent) ?? 0) + 1);
    }
  }

  /** @returns bytes removed with the image; `undefined` where it has no parent, as with BuildKit */
  ownSize(id: string): number | undefined {
    const image = this.#steps.get(id);
    const parent = image && this.#steps.get(image.parent);
    if (!parent || (this.#children.get(id) ?? 0) > 0) return undefined;
    let kept = parent;
    for (
      let next = this.#steps.get(kept.parent);
      next && this.#goesWithChild(kept);
      next = this.#steps.get(kept.parent)
    ) {
      kept = next;
    }
    return image.size - kept.size;
  }

  #goesWithChild({ id, isTagged }: BuildStep): boolean {
    return !isTagged && this.#children.get(id) === 1;
  }
}

function recordsOf(list: unknown): readonly Readonly<Record<string, unknown>>[] {
  const items: readonly unknown[] = Array.isArray(list) ? list : [];
  return items.filter(isRecord);
}
