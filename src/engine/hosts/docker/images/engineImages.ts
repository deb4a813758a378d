import { homedir } from 'node:os';
import type { Lifecycle } from '../../../../recording/event.ts';
import { DelayedTask } from '../../../async/delayedTask.ts';
import { beforeProcessEnds } from '../../../async/processEnd.ts';
import { UsageError } from '../../../errors/errors.ts';
import type { HoosegowOptions } from '../../../options/options.ts';
import type { DispatchTarget } from '../../engine.ts';
import type { DockerConnection } from '../connection/connect.ts';
import { resolveContextBounds } from './context/contextBounds.ts';
import { ProjectImages, type BuildOptions, type ImageContent } from './projectImages.ts';
import type { ImageFacts } from './store/imageFacts.ts';

/** Milliseconds after a build that a dispatch has needed until older images are removed, so as not to slow it down. */
const PRUNE_DELAY = 2000;

/** What a dispatch knows of its image. */
type DispatchImage = Pick<DispatchTarget, 'image' | 'facts' | 'prepareImage' | 'restoreImage'>;

/** Result of looking for an image; an error is reported in its place, when the image is prepared. */
type Looked = { readonly facts: ImageFacts | undefined } | { readonly error: unknown };

/** The images that one engine uses: the one that its options name, or those of its inmate folder. */
export class EngineImages {
  readonly #options: HoosegowOptions;
  readonly #connect: () => Promise<DockerConnection>;
  #project: ProjectImages | undefined;
  #namedFacts: ImageFacts | undefined;
  /** What was built last. */
  #built: ImageContent | undefined;
  readonly #pruning = new DelayedTask(async () => this.#built?.prune(), PRUNE_DELAY);
  #forgetEnd: (() => void) | undefined;

  /**
   * @param options with the platform as `parsePlatform` gives it
   * @throws UsageError
   */
  constructor(options: HoosegowOptions, connect: () => Promise<DockerConnection>) {
    resolveContextBounds(options);
    checkKept(options.keepImages);
    this.#options = options;
    this.#connect = connect;
  }

  /** The image of a dispatch that begins now. */
  async find(connection: DockerConnection, signal: AbortSignal): Promise<DispatchImage> {
    const { image, pool } = this.#options;
    if (image !== undefined) {
      const facts = await this.#factsOf(image, connection, signal);
      return { image, facts, prepareImage: () => Promise.resolve() };
    }
    const content = await (await this.#ofProject()).read({ signal });
    // With a pool, a container is already waiting: its dispatch asks the daemon for nothing.
    if (pool && content.facts) void content.use();
    const looked = pool && content.facts ? undefined : await outcomeOf(content.look(signal));
    return { image: content.name, facts: content.facts, ...this.#steps(content, looked) };
  }

  /** Builds the image of the folder as it is now. @returns its name */
  async build(options: BuildOptions): Promise<string> {
    const content = await (await this.#ofProject()).read(options);
    await content.build(options);
    await content.prune(options.onProgress);
    return content.name;
  }

  async name(): Promise<string> {
    return this.#options.image ?? (await (await this.#ofProject()).read()).name;
  }

  async exists(): Promise<boolean> {
    if (this.#options.image !== undefined) return ProjectImages.hasImage(await this.#connect(), this.#options.image);
    return (await (await (await this.#ofProject()).read()).look()) !== undefined;
  }

  /** @returns the names of the images that were removed */
  async removeAll(): Promise<readonly string[]> {
    return (await this.#ofProject()).removeAll();
  }

  /** Waits for what is done in the background. To be called before the connection ends. */
  async close(): Promise<void> {
    this.#forgetEnd?.();
    await this.#pruning.settle();
    this.#project = undefined;
  }

  /** Facts of an image given by name. If it is missing or cannot be inspected, creating its container reports that. */
  async #factsOf(image: string, connection: DockerConnection, signal: AbortSignal): Promise<ImageFacts | undefined> {
    if (this.#options.pool && this.#namedFacts) return this.#namedFacts;
    this.#namedFacts = await ProjectImages.lookFor(connection, image, signal).catch(() => undefined);
    signal.throwIfAborted();
    return this.#namedFacts;
  }

  /** @param looked result of a look a moment ago, if there was one, so that it is not repeated */
  #steps(content: ImageContent, looked: Looked | undefined): Pick<DispatchTarget, 'prepareImage' | 'restoreImage'> {
    const build = async (record: (step: Lifecycle) => void, signal: AbortSignal): Promise<void> => {
      content.refuseUnlessAutoBuild();
      record({ event: 'build', image: content.name });
      await content.build({ signal });
      this.#pruneSoon(content);
      record({ event: 'built', image: content.name, ...(await content.look(signal)) });
    };
    return {
      prepareImage: async (record, signal) => {
        const now = looked ?? { facts: await content.look(signal) };
        if ('error' in now) throw now.error;
        if (!now.facts) await build(record, signal);
      },
      restoreImage: async (record, signal) => {
        // Another process may have built it meanwhile.
        if (!(await content.look(signal))) await build(record, signal);
      },
    };
  }

  #pruneSoon(built: ImageContent): void {
    this.#built = built;
    this.#pruning.schedule();
    this.#forgetEnd ??= beforeProcessEnds(async () => {
      this.#forgetEnd = undefined;
      await this.#pruning.settle();
    });
  }

  async #ofProject(): Promise<ProjectImages> {
    const surroundings = { env: process.env, home: homedir(), platform: process.platform };
    this.#project ??= new ProjectImages(await this.#connect(), this.#options, surroundings);
    return this.#project;
  }
}

async function outcomeOf(looking: Promise<ImageFacts | undefined>): Promise<Looked> {
  try {
    return { facts: await looking };
  } catch (error) {
    return { error };
  }
}

function checkKept(keepImages: number | undefined): void {
  if (keepImages === undefined || keepImages === Infinity || (Number.isInteger(keepImages) && keepImages > 0)) return;
  throw new UsageError(`keepImages must be a whole number of at least 1, not ${keepImages}`);
}
