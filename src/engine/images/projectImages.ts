import type { DockerConnection } from '../docker/connect.ts';
import type { EndpointSurroundings } from '../docker/endpointTypes.ts';
import { ImageBuildError, ImageMissingError, toError, UsageError } from '../errors.ts';
import { findInmateFile } from '../methods/inmateFile.ts';
import { refuseUnrunnable } from '../methods/readInmate.ts';
import type { HoosegowOptions } from '../options.ts';
import { buildImage } from './buildImage.ts';
import type { BuildProgress } from './buildProgress.ts';
import { checkProject } from './checkProject.ts';
import { contentHash, imageNameOf } from './contentHash.ts';
import { noteOnSize, resolveContextBounds } from './contextBounds.ts';
import { readBuildContext, type BuildContext } from './contextEntries.ts';
import { FileDigests } from './fileDigests.ts';
import { IdleDeadline } from './idleDeadline.ts';
import { imageExists, pruneImages, removeProjectImages } from './imageStore.ts';
import { readInstallSecrets } from './installSecrets.ts';
import { projectId } from './project.ts';
import { untilAborted } from '../untilAborted.ts';

const DEFAULT_KEPT = 3;
/** Milliseconds without a further file or piece of one after which the reading of a folder is given up. */
const READ_PATIENCE = 60_000;

export interface ReadOptions {
  /** Ends the reading at once. */
  readonly signal?: AbortSignal | undefined;
  /** Told how far it is; without it the option `onBuildProgress` is. */
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

  static hasImage(connection: DockerConnection, name: string): Promise<boolean> {
    return imageExists(connection, name);
  }

  /** Reads the folder as it is now. @throws UsageError where it holds no inmate, or what cannot be read */
  async read({ signal = new AbortController().signal, onProgress }: ReadOptions = {}): Promise<ImageContent> {
    const last = this.#last;
    if (last && (await untilAborted(signal, last.isCurrent()))) return last;
    const silence = `the folder ${this.#inmateDir} has given nothing for ${READ_PATIENCE / 1000} s: is its disk there?`;
    const idle = new IdleDeadline(READ_PATIENCE, 'build', signal, silence);
    try {
      // A disk that does not answer keeps nobody waiting.
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
    const [context, project] = await Promise.all([readBuildContext(this.#inmateDir, reading), projectId(root)]);
    const { baseImage } = this.#options;
    const buildArgs: Record<string, string> = baseImage === undefined ? {} : { BASE_IMAGE: baseImage };
    return new ImageContent(this.#connection, this.#options, {
      context,
      buildArgs,
      project,
      surroundings: this.#surroundings,
    });
  }

  /** Removes the images of every content that the folder had. @returns their names */
  async removeAll(): Promise<readonly string[]> {
    const { root } = await findInmateFile(this.#inmateDir);
    const { removed } = await removeProjectImages(this.#connection, await projectId(root));
    return removed;
  }
}

interface Content {
  readonly context: BuildContext;
  readonly buildArgs: Readonly<Record<string, string>>;
  readonly project: string;
  readonly surroundings: EndpointSurroundings;
}

/** The content of an inmate folder at one moment, and the image of it. */
export class ImageContent {
  readonly name: string;
  readonly #connection: DockerConnection;
  readonly #options: HoosegowOptions;
  readonly #content: Content;

  constructor(connection: DockerConnection, options: HoosegowOptions, content: Content) {
    this.name = imageNameOf(contentHash(content.context, content.buildArgs, options.platform));
    this.#connection = connection;
    this.#options = options;
    this.#content = content;
  }

  /** Whether the folder holds just this, now. */
  async isCurrent(): Promise<boolean> {
    return (await this.#content.context.snapshot?.holds()) ?? false;
  }

  exists(signal?: AbortSignal): Promise<boolean> {
    return imageExists(this.#connection, this.name, signal);
  }

  /** @throws ImageMissingError where the options forbid a build that nobody asked for */
  refuseUnlessAutoBuild(): void {
    if (this.#options.autoBuild !== false) return;
    throw new ImageMissingError(`the image ${this.name} of ${this.#options.inmateDir} is not built: build it first`);
  }

  /** Builds the image, and removes older ones of the project. @throws InmateSourceError where it would not run */
  async build(options: { onProgress?: (progress: BuildProgress) => void; signal?: AbortSignal }): Promise<void> {
    const { inmateDir, baseImage, platform, buildNetwork, buildSecrets, onBuildProgress, keepImages } = this.#options;
    if (inmateDir !== undefined) await refuseUnrunnable(inmateDir, { engine: 'docker', baseImage });
    const { context, project } = this.#content;
    const onProgress = options.onProgress ?? onBuildProgress;
    const { secretArgs, notes } = await readInstallSecrets(context, buildSecrets ?? {}, this.#content.surroundings.env);
    const size = noteOnSize(
      context.entries.map((entry) => ({ ...entry, size: entry.type === 'file' ? entry.size : 0 })),
    );
    const told = [...(size === undefined ? [] : [size]), ...(await checkProject(context, options.signal)), ...notes];
    for (const note of told) onProgress?.({ text: `${note}\n` });
    const request = {
      ...this.#content,
      connection: this.#connection,
      name: this.name,
      secretArgs,
      network: buildNetwork,
      platform,
      secrets: buildSecrets,
    };
    try {
      await buildImage(request, onProgress, options.signal);
    } catch (error) {
      throw error instanceof ImageBuildError ? error.withNotes(told) : error;
    }
    try {
      await pruneImages(this.#connection, project, this.name, keepImages ?? DEFAULT_KEPT);
    } catch (error) {
      // The image is there, which is what was asked for.
      onProgress?.({ text: `older images could not be removed: ${toError(error).message}\n` });
    }
  }
}
