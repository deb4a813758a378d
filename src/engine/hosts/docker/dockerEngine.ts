import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import type { Raise } from '../../../wire/frame.ts';
import { connectDocker, type DockerConnection } from './connection/connect.ts';
import { DelayedTask } from '../../async/delayedTask.ts';
import { ContainerTemplate, type CreateCall } from './container/containerTemplate.ts';
import { resolveEndpoint } from './endpoint/endpoint.ts';
import { nonEmpty, type EndpointSurroundings } from './endpoint/endpointTypes.ts';
import { volumeHints, type Owner } from './container/volumeHints.ts';
import type { CallSettings } from '../../options/callSettings.ts';
import type { JailSpec } from '../containerHost.ts';
import type { Engine, DispatchTarget } from '../engine.ts';
import { EngineError } from '../../errors/errors.ts';
import { DockerHost } from './dockerHost.ts';
import { EngineImages } from './images/engineImages.ts';
import type { BuildOptions } from './images/projectImages.ts';
import { describeIsolation } from './isolation.ts';
import { LABELS } from './container/labels.ts';
import type { HoosegowOptions } from '../../options/options.ts';
import { currentOwner, formatOwner } from './sweep/owner.ts';
import { parsePlatform } from './container/platform.ts';
import { sweep } from './sweep/sweeper.ts';

/** Milliseconds after a dispatch until leftovers of earlier crashes are swept, so as not to slow it down. */
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
  readonly #images: EngineImages;
  /** Removes what was left behind; a failure does not concern any dispatch. */
  readonly #sweeping = new DelayedTask(async () => this.sweep(), SWEEP_DELAY);
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
    this.#images = new EngineImages(this.#options, async () => this.#connect());
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
    return { host, ...(await this.#images.find(connection, signal)), explain };
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
    return this.#images.build(options);
  }

  async imageName(): Promise<string> {
    return this.#images.name();
  }

  async imageExists(): Promise<boolean> {
    return this.#images.exists();
  }

  /** @returns the names of the images that were removed */
  async cleanup(): Promise<readonly string[]> {
    return this.#images.removeAll();
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
    await Promise.all([this.#images.close(), this.#sweeping.settle()]);
    const connection = this.#base ? undefined : await this.#connection?.catch(() => undefined);
    connection?.close();
    this.#connection = undefined;
    this.#hosts.clear();
  }

  #connect(): Promise<DockerConnection> {
    if (this.#base) return this.#base.#connect();
    this.#connection ??= resolveEndpoint(this.#options.docker ?? {}, surroundings()).then(connectDocker);
    return this.#connection;
  }

  #sweepSoon(): void {
    if (this.#base) return this.#base.#sweepSoon();
    if (performance.now() - this.#sweptAt < SWEEP_PAUSE) return;
    this.#sweptAt = performance.now();
    this.#sweeping.schedule();
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
