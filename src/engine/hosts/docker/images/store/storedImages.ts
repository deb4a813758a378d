import type { DockerConnection } from '../../connection/connect.ts';
import { withDeadline } from '../../connection/withDeadline.ts';
import { isRecord } from '../../../../../text/isRecord.ts';
import { LABELS } from '../../container/labels.ts';
import { ourImageName, wholeId } from './imageNames.ts';
import type { ImageReference } from './removeImages.ts';

const CALL_DEADLINE = 30_000;

/** An image with our labels, as a daemon lists it. */
export interface StoredImage {
  readonly id: string;
  /** Our own names of it. */
  readonly names: readonly string[];
  /** Names that others gave: to one of our images, or to one that was built on one. They are not ours to remove. */
  readonly otherNames: readonly string[];
  /** What it is removed by: our own names, or its id where it has no name at all. */
  readonly references: readonly ImageReference[];
  /** Milliseconds since 1970 by the daemon's clock. */
  readonly created: number;
  /** Bytes, including what it shares with other images. */
  readonly size: number;
  /** See `projectId`. */
  readonly project: string;
  /** The folder that it was built from, where its label says so. */
  readonly folder: string | undefined;
}

/** @param label as a filter of Docker's: `name` or `name=value` */
export async function findStoredImages(connection: DockerConnection, label: string): Promise<readonly StoredImage[]> {
  try {
    const found: readonly unknown[] = await withDeadline(CALL_DEADLINE, 'build', undefined, (abortSignal) =>
      connection.docker.listImages({ filters: { label: [label] }, abortSignal }),
    );
    return found.map(readImage).filter((image) => image !== undefined);
  } catch (error) {
    throw connection.toError(error, 'build');
  }
}

function readImage(listed: unknown): StoredImage | undefined {
  if (!isRecord(listed)) return undefined;
  const { Id: id, Created: created, RepoTags: tags, Size: size, Labels: given } = listed;
  if (typeof id !== 'string' || typeof created !== 'number') return undefined;
  const labels = isRecord(given) ? given : {};
  const { [LABELS.project]: project, [LABELS.folder]: folder } = labels;
  const all: readonly unknown[] = Array.isArray(tags) ? tags : [];
  const tagged = all.filter((tag) => typeof tag === 'string' && tag !== '<none>:<none>').map(String);
  const names = [...new Set(tagged.map(ourImageName).filter((name) => name !== undefined))];
  const otherNames = tagged.filter((name) => ourImageName(name) === undefined);
  return {
    id: wholeId(id),
    names,
    otherNames,
    references: referencesOf(id, names, otherNames),
    created: created * 1000,
    size: typeof size === 'number' ? size : 0,
    project: typeof project === 'string' ? project : '',
    folder: typeof folder === 'string' && folder !== '' ? folder : undefined,
  };
}

/**
 * An image with one name is removed by its id, so that another image which has taken the name meanwhile stays. By a
 * name alone, an image with several names only loses that one.
 */
function referencesOf(id: string, names: readonly string[], otherNames: readonly string[]): readonly ImageReference[] {
  const [only] = names;
  if (names.length + otherNames.length === 0) return [{ shown: id, reference: id }];
  if (only !== undefined && names.length + otherNames.length === 1) return [{ shown: only, reference: id }];
  return names.map((name) => ({ shown: name, reference: name }));
}
