import type { DockerConnection } from '../../connection/connect.ts';
import { statusOf } from '../../connection/daemonError.ts';
import { withDeadline } from '../../connection/withDeadline.ts';
import { UsageError } from '../../../../errors/errors.ts';
import { isRecord } from '../../../../../text/isRecord.ts';
import { LABELS } from '../../container/labels.ts';
import { removeImages, type RemovedImages } from './removeImages.ts';
import { findStoredImages } from './storedImages.ts';

const CALL_DEADLINE = 30_000;

/** What a daemon says of one image. */
export interface InspectedImage {
  readonly id: string;
  /** Digests of its layers, the lowest first. */
  readonly layers: readonly string[];
  /** Names with the digests that registries know it by: `node@sha256:…`. */
  readonly repoDigests: readonly string[];
  /** For example `linux/arm64/v8`; `undefined` where the daemon does not say. */
  readonly platform: string | undefined;
  /** When it was last given a name, in milliseconds since 1970 by the daemon's clock; `undefined` where unknown. */
  readonly named: number | undefined;
}

/** @returns what the daemon says of an image; `undefined` where it has none of that name */
export async function inspectImage(
  connection: DockerConnection,
  name: string,
  signal?: AbortSignal,
): Promise<InspectedImage | undefined> {
  if (!/^\w[\w./:@-]*$/.test(name)) throw new UsageError(`${JSON.stringify(name)} cannot be the name of an image`);
  try {
    const answer: unknown = await withDeadline(CALL_DEADLINE, 'build', signal, () =>
      connection.docker.getImage(name).inspect(),
    );
    return readInspected(isRecord(answer) ? answer : {});
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    signal?.throwIfAborted();
    throw connection.toError(error, 'build');
  }
}

/** Whether the daemon has an image of that name. */
export async function imageExists(connection: DockerConnection, name: string, signal?: AbortSignal): Promise<boolean> {
  return (await inspectImage(connection, name, signal)) !== undefined;
}

function readInspected(image: Readonly<Record<string, unknown>>): InspectedImage {
  const { Id: id, RootFS: rootFs, RepoDigests: digests, Metadata: metadata } = image;
  const named = isRecord(metadata) && typeof metadata['LastTagTime'] === 'string' ? metadata['LastTagTime'] : '';
  const time = Date.parse(named);
  return {
    id: typeof id === 'string' ? id : '',
    layers: isRecord(rootFs) ? texts(rootFs['Layers']) : [],
    repoDigests: texts(digests),
    platform: platformOf(image),
    // The year 1 means that it was never named.
    named: time > 0 ? time : undefined,
  };
}

function platformOf(image: Readonly<Record<string, unknown>>): string | undefined {
  const { Os: os, Architecture: processor, Variant: variant } = image;
  if (typeof os !== 'string' || typeof processor !== 'string' || processor === '') return undefined;
  const parts = [os, processor, ...(typeof variant === 'string' && variant !== '' ? [variant] : [])];
  return parts.join('/');
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string').map(String) : [];
}

/** Removes an image by its name; a missing one counts as removed. */
export async function removeImage(connection: DockerConnection, name: string): Promise<void> {
  await removeImages(connection, [{ shown: name, reference: name }]);
}

/** Removes every image of a project, by its label. */
export async function removeProjectImages(connection: DockerConnection, project: string): Promise<RemovedImages> {
  const images = await findStoredImages(connection, `${LABELS.project}=${project}`);
  return removeImages(
    connection,
    images.flatMap(({ references }) => references),
  );
}
