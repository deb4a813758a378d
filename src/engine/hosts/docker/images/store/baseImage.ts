import type { BaseImage } from '../../../../../recording/event.ts';
import type { DockerConnection } from '../../connection/connect.ts';
import type { Dockerfile } from '../dockerfile/parseDockerfile.ts';
import { replaceArguments } from '../dockerfile/namedImages.ts';
import { inspectImage, type InspectedImage } from './imageStore.ts';

const DIGEST = /^sha256:[0-9a-f]{64}$/;

/**
 * The image that the last stage of a Dockerfile is built on.
 *
 * @param buildArgs override the defaults of `ARG`
 * @returns its name as written; `undefined` where there is none (`scratch`), or it is known only during the build
 */
export function baseImageName(dockerfile: Dockerfile, buildArgs: Readonly<Record<string, string>>): string | undefined {
  const stages = new Map<string, string | undefined>([['scratch', undefined]]);
  let base: string | undefined;
  for (const { keyword, rest } of dockerfile.instructions) {
    if (keyword !== 'FROM') continue;
    const [written = '', as, stage] = rest.split(/\s+/);
    const image = replaceArguments(dockerfile, buildArgs, written);
    base = image !== undefined && stages.has(image.toLowerCase()) ? stages.get(image.toLowerCase()) : image;
    if (as?.toLowerCase() === 'as' && stage !== undefined) stages.set(stage.toLowerCase(), base);
  }
  return base;
}

/**
 * What the daemon knows of the image that another one was built on: the image that has the base's name now counts only
 * if all its layers are the lowest of the other one.
 */
export async function findBaseImage(
  connection: DockerConnection,
  image: InspectedImage,
  name: string,
  signal?: AbortSignal,
): Promise<BaseImage | undefined> {
  const written = splitDigest(name);
  if (written.digest !== undefined) return { name: written.name, digest: written.digest };
  const base = await inspectImage(connection, name, signal);
  const isBelow =
    base !== undefined && base.layers.length > 0 && base.layers.every((layer, at) => image.layers[at] === layer);
  if (!isBelow) return undefined;
  const digests = base.repoDigests.map(splitDigest);
  const digest = digests.find((each) => repositoryOf(each.name) === repositoryOf(name))?.digest;
  return { name, ...(digest === undefined ? {} : { digest }), id: base.id };
}

/** @param references base images that a builder reports, with digests: `docker.io/library/node:24-slim@sha256:…` */
export function baseAmong(references: readonly string[], name: string): BaseImage | undefined {
  for (const reference of references) {
    const { name: taken, digest } = splitDigest(reference);
    if (digest !== undefined && fullName(taken) === fullName(splitDigest(name).name)) {
      return { name: splitDigest(name).name, digest };
    }
  }
  return undefined;
}

function splitDigest(reference: string): { readonly name: string; readonly digest: string | undefined } {
  const at = reference.indexOf('@');
  const digest = reference.slice(at + 1);
  return at > 0 && DIGEST.test(digest)
    ? { name: reference.slice(0, at), digest }
    : { name: reference, digest: undefined };
}

/** With registry and tag, as a daemon completes it. */
function fullName(name: string): string {
  const repository = repositoryOf(name);
  const tag = /:([^/:]+)$/.exec(name)?.[1] ?? 'latest';
  return `${repository}:${tag}`;
}

function repositoryOf(name: string): string {
  const bare = name.replace(/:[^/:]+$/, '');
  const [first = '', ...rest] = bare.split('/');
  if (rest.length === 0) return `docker.io/library/${bare}`;
  return /[.:]|^localhost$/.test(first) ? bare : `docker.io/${bare}`;
}
