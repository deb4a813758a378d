import { realpath } from 'node:fs/promises';
import { formatDuration } from '../../../../text/words.ts';
import type { DockerConnection } from '../connection/connect.ts';
import type { EndpointSurroundings } from '../endpoint/endpointTypes.ts';
import { ImageBuildError, ImageMissingError, toError, UsageError } from '../../../errors/errors.ts';
import { findInmateFile } from '../../../methods/inmateFile.ts';
import { refuseUnrunnable } from '../../../methods/readInmate.ts';
import type { HoosegowOptions } from '../../../options/options.ts';
import { entrypointHint } from '../../../upgrade/entrypointHint.ts';
import { baseAmong, baseImageName, findBaseImage } from './store/baseImage.ts';
import { buildImage } from './buildImage.ts';
import type { BuildProgress } from './progress/buildProgress.ts';
import { checkProject } from './project/checkProject.ts';
import { contentHash, imageNameOf } from './context/contentHash.ts';
import { noteOnSize, resolveContextBounds } from './context/contextBounds.ts';
import { readBuildContext, type BuildContext } from './context/contextEntries.ts';
import { contextText } from './context/contextText.ts';
import { parseDockerfile } from './dockerfile/parseDockerfile.ts';
import { FileDigests } from './files/fileDigests.ts';
import { IdleDeadline } from '../../../async/idleDeadline.ts';
import type { ImageFacts } from './store/imageFacts.ts';
import { imageExists, inspectImage, removeProjectImages, type InspectedImage } from './store/imageStore.ts';
import { readInstallSecrets } from './project/installSecrets.ts';
import { projectId } from './project/project.ts';
import { DEFAULT_KEPT, pruneProjectImages } from './store/pruneProject.ts';
import { UseMarks } from './store/useMarks.ts';
import { untilAborted } from '../../../async/untilAborted.ts';

const marks = new UseMarks();
/** Milliseconds without a further file, or piece of one, after which the reading of a folder is given up. */
const READ_PATIENCE = 60_000;

export interface ReadOptions {
  /** Aborts the reading. */
  readonly signal?: AbortSignal | undefined;
  /** Gets the progress; default: the option `onBuildProgress`. */
  readonly onProgress?: ((progress: BuildProgress) => void) | undefined;
}

/** The images of one inmate folder on one daemon. */
export class ProjectImages {
  readonly #connection: DockerConnection;
  readonly #options: HoosegowOptions;
  readonly #surroundings: EndpointSurroundings;
  readonly #inmateDir: string;
  readonly #digests = new FileDigests();
  #last: ImageContent | undefined;

  /** @param options with the platform as `parsePlatform` gives it */
  constructor(connection: DockerConnection, options: HoosegowOptions, surroundings: EndpointSurroundings) {
    if (options.inmateDir === undefined) throw new UsageError('only an inmate folder has images to build or remove');
    this.#connection = connection;
    this.#options = options;
    this.#surroundings = surroundings;
    this.#inmateDir = options.inmateDir;
  }

  /** Looks up an image, which need not be a project's. @returns `undefined` where it is missing */
  static async lookFor(
    connection: DockerConnection,
    name: string,
    signal?: AbortSignal,
  ): Promise<ImageFacts | undefined> {
    await marks.use(name);
    const image = await inspectImage(connection, name, signal);
    return image && { id: image.id, ...(await marks.noteOf(name, image.id)) };
  }

  static hasImage(connection: DockerConnection, name: string): Promise<boolean> {
    return imageExists(connection, name);
  }

  /** Reads the folder as it is now. @throws UsageError where it holds no inmate, or something unreadable */
  async read({ signal = new AbortController().signal, onProgress }: ReadOptions = {}): Promise<ImageContent> {
    const last = this.#last;
    if (last && (await untilAborted(signal, last.isCurrent()))) return last;
    const silence = `the folder ${this.#inmateDir} has given nothing for ${formatDuration(READ_PATIENCE)}: is its disk there?`;
    const idle = new IdleDeadline(READ_PATIENCE, 'build', signal, silence);
    try {
      // A disk that does not answer must not block the caller.
      return (this.#last = await untilAborted(idle.signal, this.#readAll(idle, onProgress)));
    } finally {
      idle.close();
    }
  }

  async #readAll(idle: IdleDeadline, onProgress: ReadOptions['onProgress']): Promise<ImageContent> {
    const { root } = await findInmateFile(this.#inmateDir);
    const reading = {
      digests: this.#digests,
      bounds: resolveContextBounds(this.#options),
      signal: idle.signal,
      onProgress: onProgress ?? this.#options.onBuildProgress,
      onRead: () => idle.touch(),
    };
    const [context, folder] = await Promise.all([readBuildContext(this.#inmateDir, reading), realpath(root)]);
    const { baseImage } = this.#options;
    const buildArgs: Record<string, string> = baseImage === undefined ? {} : { BASE_IMAGE: baseImage };
    return new ImageContent(this.#connection, this.#options, {
      context,
      buildArgs,
      project: await projectId(folder),
      folder,
      surroundings: this.#surroundings,
    });
  }

  /** Removes the images of all contents that the folder has had. @returns their names */
  async removeAll(): Promise<readonly string[]> {
    const { root } = await findInmateFile(this.#inmateDir);
    const { removed } = await removeProjectImages(this.#connection, await projectId(root));
    return removed;
  }
}

export interface BuildOptions {
  readonly onProgress?: ((progress: BuildProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Asks the registry for a newer base image, even if one is there. */
  readonly pull?: boolean | undefined;
  /** Runs every step of the Dockerfile, even if its result is cached. */
  readonly noCache?: boolean | undefined;
}

interface Content {
  readonly context: BuildContext;
  readonly buildArgs: Readonly<Record<string, string>>;
  readonly project: string;
  readonly folder: string;
  readonly surroundings: EndpointSurroundings;
}

/** The content of an inmate folder at one moment, and the image of it. */
export class ImageContent {
  readonly name: string;
  readonly #connection: DockerConnection;
  readonly #options: HoosegowOptions;
  readonly #content: Content;
  #facts: ImageFacts | undefined;

  constructor(connection: DockerConnection, options: HoosegowOptions, content: Content) {
    this.name = imageNameOf(contentHash(content.context, content.buildArgs, options.platform));
    this.#connection = connection;
    this.#options = options;
    this.#content = content;
  }

  /** Whether the folder still holds exactly this content. */
  async isCurrent(): Promise<boolean> {
    return (await this.#content.context.snapshot?.holds()) ?? false;
  }

  /** What was known of the image when it was last looked up. */
  get facts(): ImageFacts | undefined {
    return this.#facts;
  }

  /** Marks the image as used now, for all processes that remove images. Never rejects. */
  use(): Promise<void> {
    return marks.use(this.name);
  }

  /** Looks up the image as it is now, and marks it as used. @returns `undefined` where it is missing */
  async look(signal?: AbortSignal): Promise<ImageFacts | undefined> {
    await this.use();
    const image = await inspectImage(this.#connection, this.name, signal);
    if (image?.id !== this.#facts?.id) this.#facts = image && { id: image.id, ...(await this.#baseOf(image, signal)) };
    return this.#facts;
  }

  /** An unknown base image is not an error. */
  async #baseOf(image: InspectedImage, signal?: AbortSignal): Promise<Pick<ImageFacts, 'base'>> {
    const note = await marks.noteOf(this.name, image.id);
    if (note) return { base: note.base };
    const name = await this.#baseName();
    const base = name && (await findBaseImage(this.#connection, image, name, signal).catch(() => undefined));
    return base ? { base } : {};
  }

  async #baseName(): Promise<string | undefined> {
    const { context, buildArgs } = this.#content;
    return baseImageName(parseDockerfile((await contextText(context, 'Dockerfile')) ?? ''), buildArgs);
  }

  /** Noted now, as BuildKit keeps no image of its base: it could not be found out later. */
  async #noteBase(taken: readonly string[]): Promise<void> {
    const name = taken.length > 0 ? await this.#baseName() : undefined;
    const base = name === undefined ? undefined : baseAmong(taken, name);
    if (!base) return;
    const image = await inspectImage(this.#connection, this.name);
    if (image) await marks.note(this.name, { id: image.id, base });
  }

  /** @throws ImageMissingError where the options forbid a build that was not requested */
  refuseUnlessAutoBuild(): void {
    if (this.#options.autoBuild !== false) return;
    throw new ImageMissingError(`the image ${this.name} of ${this.#options.inmateDir} is not built: build it first`);
  }

  /** Builds the image. @throws InmateSourceError where it would not run */
  async build(options: BuildOptions): Promise<void> {
    await this.use();
    const { inmateDir, baseImage, platform, buildNetwork, buildSecrets, onBuildProgress } = this.#options;
    if (inmateDir !== undefined) await refuseUnrunnable(inmateDir, { engine: 'docker', baseImage });
    const { context } = this.#content;
    const onProgress = options.onProgress ?? onBuildProgress;
    const { secretArgs, notes } = await readInstallSecrets(context, buildSecrets ?? {}, this.#content.surroundings.env);
    const size = noteOnSize(
      context.entries.map((entry) => ({ ...entry, size: entry.type === 'file' ? entry.size : 0 })),
    );
    const told = [...(size === undefined ? [] : [size]), ...(await checkProject(context, options.signal)), ...notes];
    const hint = inmateDir === undefined ? undefined : await entrypointHint(inmateDir);
    // These are notes, not reasons for the build to fail.
    for (const note of [...told, ...(hint === undefined ? [] : [hint])]) onProgress?.({ text: `${note}\n` });
    const request = {
      ...this.#content,
      connection: this.#connection,
      name: this.name,
      secretArgs,
      network: buildNetwork,
      platform,
      pull: options.pull,
      noCache: options.noCache,
      secrets: buildSecrets,
    };
    let taken: readonly string[];
    try {
      taken = await buildImage(request, onProgress, options.signal);
    } catch (error) {
      throw error instanceof ImageBuildError ? error.withNotes(told) : error;
    }
    // The image is there, even if its base is unknown.
    await this.#noteBase(taken).catch(() => undefined);
  }

  /** Removes older images of the project. Never rejects: this one is there, which is what was asked for. */
  async prune(onProgress = this.#options.onBuildProgress): Promise<void> {
    try {
      const bounds = { current: this.name, keep: this.#options.keepImages ?? DEFAULT_KEPT };
      await pruneProjectImages(this.#connection, this.#content.project, marks, bounds);
    } catch (error) {
      onProgress?.({ text: `older images could not be removed: ${toError(error).message}\n` });
    }
  }
}
