import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import type { Lifecycle } from '../../../recording/event.ts';
import type { Raise } from '../../../wire/frame.ts';
import { connectDocker, type DockerConnection } from './connection/connect.ts';
import { ContainerTemplate, type CreateCall } from './container/containerTemplate.ts';
import { resolveEndpoint } from './endpoint/endpoint.ts';
import { nonEmpty, type EndpointSurroundings } from './endpoint/endpointTypes.ts';
import { volumeHints, type Owner } from './container/volumeHints.ts';
import type { CallSettings } from '../../options/callSettings.ts';
import type { JailSpec } from '../containerHost.ts';
import type { Engine, DispatchTarget } from '../engine.ts';
import { EngineError, UsageError } from '../../errors/errors.ts';
import { DockerHost } from './dockerHost.ts';
import { resolveContextBounds } from './images/context/contextBounds.ts';
import type { ImageFacts } from './images/store/imageFacts.ts';
import { ProjectImages, type BuildOptions, type ImageContent } from './images/projectImages.ts';
import { describeIsolation } from './isolation.ts';
import { LABELS } from './container/labels.ts';
import type { HoosegowOptions } from '../../options/options.ts';
import { currentOwner, formatOwner } from './sweep/owner.ts';
import { parsePlatform } from './container/platform.ts';
import { sweep } from './sweep/sweeper.ts';

/** Milliseconds after the first dispatch until leftovers of earlier crashes are swept, so as not to slow it down. */
const SWEEP_DELAY = 5000;
/** Milliseconds after which a further dispatch sweeps again: a daemon that was restarted leaves containers, too. */
const SWEEP_PAUSE = 600_000;
/** Maximum number of hosts kept for calls with different containers; each remembers what the daemon enforces. */
const MAX_HOSTS = 16;

/** A host, and the template of its containers. */
interface KnownHost {
  readonly host: DockerHost;
  readonly template: ContainerTemplate;
}

/** @returns the owner of a file or folder on this machine; `undefined` where that is unknown */
async function ownerOf(path: string): Promise<Owner | undefined> {
  return stat(path).catch(() => undefined);
}

/** Runs inmates in containers of the Docker daemon that the options name. */
export class DockerEngine implements Engine {
  readonly #options: HoosegowOptions;
  /** Used for every call without settings of its own. */
  readonly #settings: CallSettings;
  /** The engine whose connection and sweeping this one shares. */
  readonly #base: DockerEngine | undefined;
  readonly #session = randomUUID();
  /** Base of relative paths of volumes. */
  readonly #baseDir = process.cwd();
  #connection: Promise<DockerConnection> | undefined;
  #owner: Promise<string> | undefined;
  /** Calls with the same container share a host. The first one is that of the common settings. */
  readonly #hosts = new Map<string, KnownHost>();
  /** Keys of the settings of single calls, while those last. */
  readonly #keys = new WeakMap<CallSettings, string>();
  /** Containers that could not be removed by any of the engines that share the connection. */
  readonly #forsaken: Set<string>;
  #images: ProjectImages | undefined;
  #namedFacts: ImageFacts | undefined;
  #sweepTimer: NodeJS.Timeout | undefined;
  #sweeping: Promise<unknown> | undefined;
  #sweptAt = Number.NEGATIVE_INFINITY;
  /** Key of the common settings. */
  readonly #common: string;

  /**
   * @param base engine whose connection it shares
   * @throws UsageError naming the container option that is forbidden or invalid
   */
  constructor(options: HoosegowOptions, settings: CallSettings, base?: DockerEngine) {
    this.#base = base;
    this.#forsaken = base ? base.#forsaken : new Set();
    this.#options = withPlatform(options);
    resolveContextBounds(options);
    checkKept(options.keepImages);
    this.#settings = settings;
    this.#common = this.#keyOf(this.#settings);
  }

  check(settings: CallSettings): boolean {
    return settings === this.#settings || this.#keyOf(settings) === this.#common;
  }

  async target(signal: AbortSignal, settings: CallSettings = this.#settings): Promise<DispatchTarget> {
    const [connection, owner] = await Promise.all([
      this.#connect(),
      (this.#owner ??= currentOwner().then(formatOwner)),
    ]);
    await connection.ready(signal);
    this.#sweepSoon();
    const { host, template } = this.#hostFor(settings, connection, owner);
    const explain = async (raise: Raise): Promise<readonly string[]> =>
      explainRaise(raise, template, connection).catch(() => []);
    const { image, pool } = this.#options;
    if (image !== undefined) {
      const facts = await this.#factsOf(image, connection, signal);
      return { host, image, facts, prepareImage: () => Promise.resolve(), explain };
    }
    const content = await (await this.#project()).read({ signal });
    // With a pool, a container is already waiting: its dispatch asks the daemon for nothing.
    if (pool && content.facts) void content.use();
    const looked = pool && content.facts ? undefined : await outcomeOf(content.look(signal));
    return { host, image: content.name, facts: content.facts, ...imageSteps(content, looked), explain };
  }

  /** Facts of an image given by name. If it is missing or cannot be inspected, creating its container reports that. */
  async #factsOf(image: string, connection: DockerConnection, signal: AbortSignal): Promise<ImageFacts | undefined> {
    if (this.#options.pool && this.#namedFacts) return this.#namedFacts;
    this.#namedFacts = await ProjectImages.lookFor(connection, image, signal).catch(() => undefined);
    signal.throwIfAborted();
    return this.#namedFacts;
  }

  /** Calls with equal settings share one host; it remembers what the daemon does not enforce. */
  #hostFor(settings: CallSettings, connection: DockerConnection, owner: string): KnownHost {
    const key = this.#keyOf(settings);
    const known = this.#hosts.get(key);
    if (known) return known;
    const host = this.#makeHost(settings, connection, owner);
    // The host of the common settings stays: waiting containers are known by it.
    const oldest = [...this.#hosts.keys()].find((other) => other !== this.#common);
    if (this.#hosts.size >= MAX_HOSTS && oldest !== undefined) this.#hosts.delete(oldest);
    this.#hosts.set(key, host);
    return host;
  }

  #makeHost(settings: CallSettings, connection: DockerConnection, owner: string): KnownHost {
    const template = this.#templateOf(settings, connection);
    const isolation = describeIsolation(template.options, connection.engine.name);
    const configure = ({ image, lifetime, waits }: JailSpec): CreateCall => {
      const labels = {
        [LABELS.owner]: owner,
        [LABELS.session]: this.#session,
        [LABELS.lifetime]: String(Math.ceil(lifetime)),
      };
      return template.complete({ image, labels, waits });
    };
    return { host: new DockerHost(connection, isolation, configure, this.#forsaken), template };
  }

  /** Builds the image of the folder as it is now. @returns its name */
  async buildImage(options: BuildOptions): Promise<string> {
    const content = await (await this.#project()).read(options);
    await content.build(options);
    return content.name;
  }

  async imageName(): Promise<string> {
    return this.#options.image ?? (await (await this.#project()).read()).name;
  }

  async imageExists(): Promise<boolean> {
    if (this.#options.image !== undefined) return ProjectImages.hasImage(await this.#connect(), this.#options.image);
    return (await (await (await this.#project()).read()).look()) !== undefined;
  }

  /** @returns the names of the images that were removed */
  async cleanup(): Promise<readonly string[]> {
    return (await this.#project()).removeAll();
  }

  async sweep(): Promise<readonly string[]> {
    const { removed, failed } = await sweep(await this.#connect(), undefined, this.#forsaken);
    const [first] = failed;
    if (first) {
      const others = removed.length > 0 ? ` (removed: ${removed.map(({ name }) => name).join(', ')})` : '';
      throw new EngineError(`the container ${first.name} could not be removed: ${first.message}${others}`, 'sweep');
    }
    return removed.map(({ name }) => name);
  }

  async close(): Promise<void> {
    await (this.#sweepTimer === undefined ? this.#sweeping : this.#sweepNow());
    const connection = this.#base ? undefined : await this.#connection?.catch(() => undefined);
    connection?.close();
    this.#connection = undefined;
    this.#hosts.clear();
    this.#images = undefined;
  }

  #connect(): Promise<DockerConnection> {
    if (this.#base) return this.#base.#connect();
    this.#connection ??= resolveEndpoint(this.#options.docker ?? {}, surroundings()).then(connectDocker);
    return this.#connection;
  }

  async #project(): Promise<ProjectImages> {
    this.#images ??= new ProjectImages(await this.#connect(), this.#options, surroundings());
    return this.#images;
  }

  #sweepSoon(): void {
    if (this.#base) return this.#base.#sweepSoon();
    if (this.#sweepTimer !== undefined || performance.now() - this.#sweptAt < SWEEP_PAUSE) return;
    this.#sweepTimer = setTimeout(() => void this.#sweepNow(), SWEEP_DELAY).unref();
  }

  /** Removes what was left behind; a failure does not concern any dispatch. */
  #sweepNow(): Promise<unknown> {
    clearTimeout(this.#sweepTimer);
    this.#sweepTimer = undefined;
    this.#sweptAt = performance.now();
    this.#sweeping = this.sweep().catch(() => []);
    return this.#sweeping;
  }

  /** Equal for settings that give the same container. @throws {UsageError} for invalid ones */
  #keyOf(settings: CallSettings): string {
    const known = this.#keys.get(settings);
    if (known !== undefined) return known;
    const key = JSON.stringify(this.#templateOf(settings).options);
    this.#keys.set(settings, key);
    return key;
  }

  /** @param connection to the engine that makes the containers; without it, Docker is assumed */
  #templateOf(call: CallSettings, connection?: DockerConnection): ContainerTemplate {
    const { limits, volumes, network, env } = call;
    const endpoint = connection?.endpoint.connection;
    const { runtime, user, containerOptions: options, platform } = this.#options;
    const daemonSocket = endpoint?.kind === 'socket' ? endpoint.socketPath : undefined;
    const baseDir = call === this.#settings ? this.#baseDir : process.cwd();
    const named = { limits, volumes, network, env, runtime, user, options };
    const settings = { ...named, baseDir, daemonSocket, engine: connection?.engine };
    return new ContainerTemplate(settings, platform);
  }
}

/** Further hints on an exception of an inmate. */
async function explainRaise(
  raise: Raise,
  { options }: ContainerTemplate,
  connection: DockerConnection,
): Promise<readonly string[]> {
  const way = connection.endpoint.connection;
  // A daemon that runs as root on this machine uses the same user ids.
  const isLocal = way.kind === 'socket' && (await ownerOf(way.socketPath))?.uid === 0;
  return volumeHints(raise, options, async (folder) => (isLocal ? ownerOf(folder) : undefined));
}

/** Result of looking for an image; an error is reported in its place, when the image is prepared. */
type Looked = { readonly facts: ImageFacts | undefined } | { readonly error: unknown };

async function outcomeOf(looking: Promise<ImageFacts | undefined>): Promise<Looked> {
  try {
    return { facts: await looking };
  } catch (error) {
    return { error };
  }
}

/** @param looked result of a look a moment ago, if there was one, so that it is not repeated */
function imageSteps(
  content: ImageContent,
  looked: Looked | undefined,
): Pick<DispatchTarget, 'prepareImage' | 'restoreImage'> {
  const build = async (record: (step: Lifecycle) => void, signal: AbortSignal): Promise<void> => {
    content.refuseUnlessAutoBuild();
    record({ event: 'build', image: content.name });
    await content.build({ signal });
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

function checkKept(keepImages: number | undefined): void {
  if (keepImages === undefined || keepImages === Infinity || (Number.isInteger(keepImages) && keepImages > 0)) return;
  throw new UsageError(`keepImages must be a whole number of at least 1, not ${keepImages}`);
}

function surroundings(): EndpointSurroundings {
  return { env: process.env, home: homedir(), platform: process.platform };
}

/** The options with their platform, or else that of the Docker CLI's variable, in normalised form. */
function withPlatform(options: HoosegowOptions): HoosegowOptions {
  const byVariable = nonEmpty(process.env['DOCKER_DEFAULT_PLATFORM']);
  if (options.platform !== undefined) return { ...options, platform: parsePlatform(options.platform, 'the platform') };
  if (byVariable === undefined) return options;
  return { ...options, platform: parsePlatform(byVariable, 'DOCKER_DEFAULT_PLATFORM') };
}
