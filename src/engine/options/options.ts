import type { BuildProgress } from '../hosts/docker/images/progress/buildProgress.ts';
import type { EngineForMany } from './counts.ts';
import type { EngineKind } from './engineKind.ts';
import type { PoolOptions } from './poolOptions.ts';

export type { CloseOptions } from './closeOptions.ts';

/** Where Docker is. Without any of these the Docker CLI's own order decides. */
export interface DockerOptions {
  /** As in `DOCKER_HOST`: `unix:///path`, `npipe:////./pipe/name`, `tcp://host:port`, `https://host:port`, `ssh://user@host`. */
  readonly host?: string | undefined;
  /** Name of a context of the Docker CLI. */
  readonly context?: string | undefined;
  /** Folder with `ca.pem`, `cert.pem` and `key.pem` for a TLS connection to `host`. */
  readonly certPath?: string | undefined;
}

/** Limits in force for one dispatch. */
export interface DispatchLimits {
  /** Milliseconds from the creation of the container to the end of the call. Default 60,000. */
  readonly timeout: number;
  /** Bytes of the whole answer, stdout and stderr together. Default 256 MiB. */
  readonly outputBytes: number;
  /** Bytes of one encoded value. Default 16 MiB, at most 1 GiB. */
  readonly valueBytes: number;
  /** Items in one value. Default 1,000,000, at most 10,000,000. */
  readonly valueNodes: number;
  /** Levels of nesting in one value, the list of arguments or of yielded values included. Default 100, at most 1,000. */
  readonly valueDepth: number;
  /** Bytes of memory (swap included) of the container. Default 256 MiB. */
  readonly memory: number;
  /** CPUs of the container, fractions allowed. Default 1. */
  readonly cpus: number;
  /** Processes and threads of the container. Default 128. */
  readonly pids: number;
  /** Bytes of the container's `/tmp`, which count as memory too. Default 64 MiB. */
  readonly tmpBytes: number;
}

/** Limits in place of the defaults; one that is `undefined` counts as not given. */
export type LimitOptions = { readonly [Name in keyof DispatchLimits]?: DispatchLimits[Name] | undefined };

/** What is known of a dispatch from the beginning. */
export interface DispatchInfo {
  /** Unique. A container that is made for the dispatch is named `hoosegow-` and this. */
  readonly id: string;
  readonly method: string;
}

/**
 * Called around the life of each container with its id, and with the dispatch that it is made for, or was; a container
 * that is made to wait has none yet, and one that was never used has none. A rejection ends the dispatch as
 * engine-failed.
 */
export interface ContainerCallbacks {
  readonly afterCreate?: ((container: string, dispatch?: DispatchInfo) => void | Promise<void>) | undefined;
  readonly afterStart?: ((container: string, dispatch?: DispatchInfo) => void | Promise<void>) | undefined;
  readonly afterStop?: ((container: string, dispatch?: DispatchInfo) => void | Promise<void>) | undefined;
}

/** A secret that steps of a build can read (`RUN --mount=type=secret`): a file, a variable of this process, or a text. */
export type BuildSecret =
  | { readonly file: string; readonly env?: undefined; readonly value?: undefined }
  | { readonly env: string; readonly file?: undefined; readonly value?: undefined }
  | { readonly value: string; readonly file?: undefined; readonly env?: undefined };

export interface HoosegowOptions {
  /** Folder of an inmate project; its image is named by the hash of its content. Either this or `image`. */
  readonly inmateDir?: string | undefined;
  /** An existing image, its entrypoint speaking the protocol. */
  readonly image?: string | undefined;
  /**
   * `process` runs the inmate without any container: development only, nothing is isolated. A `SharedEngine` is Docker,
   * with one bound and one queue for many inmates. Default `docker`.
   */
  readonly engine?: EngineKind | EngineForMany | undefined;
  readonly docker?: DockerOptions | undefined;
  readonly limits?: LimitOptions | undefined;
  /** Name of a container runtime known to the daemon, for example `runsc` (gVisor). */
  readonly runtime?: string | undefined;
  /** Environment variables of the inmate. Their values are in no recording and in no message, their names are. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** `UID` or `UID:GID` in numbers that the inmate runs as. Default 65534:65534 (`nobody`). */
  readonly user?: string | undefined;
  /** Name of a network of the daemon, for example `bridge`; never the host's. Default: none. */
  readonly network?: string | undefined;
  /** Base image of the build (`BASE_IMAGE` of the template's Dockerfile). */
  readonly baseImage?: string | undefined;
  /** Network of the build's steps, for example `host` or `none`. Default: the daemon's. */
  readonly buildNetwork?: string | undefined;
  /**
   * Platform of the image and of its containers, for example `linux/arm64`. Default: `DOCKER_DEFAULT_PLATFORM`, else that
   * of the daemon.
   */
  readonly platform?: string | undefined;
  /**
   * Secrets by the id that the Dockerfile uses, which requires BuildKit, or by the name of a variable in the settings
   * of a package manager (`${NPM_TOKEN}` in `.npmrc`). Their values are neither in the image nor in its name, but a
   * Dockerfile, or such a setting, can do anything with them.
   */
  readonly buildSecrets?: Readonly<Record<string, BuildSecret>> | undefined;
  /** Bytes of all files of the folder that go into the image; more is refused. Default 2 GiB. */
  readonly contextBytes?: number | undefined;
  /** Files, folders and links of the folder that go into the image; more is refused. Default 200,000. */
  readonly contextFiles?: number | undefined;
  /**
   * How many images of one project are kept when another one is built: those used last. An image that any process of
   * this user used within the last hour, or that a container uses, is always kept. Default 3.
   */
  readonly keepImages?: number | undefined;
  /** `false`: a dispatch whose image is missing fails instead of building it. Default `true`. */
  readonly autoBuild?: boolean | undefined;
  /** Folder or volume on the host by its path in the container; read-only unless the value ends in `:rw`. */
  readonly volumes?: Readonly<Record<string, string>> | undefined;
  /**
   * Anything else for Docker's `POST /containers/create`. Merged over the safe defaults member by member: only what is
   * named here changes. What would weaken the isolation is refused by a `UsageError`: SECURITY.md has the table of what
   * may be given, and what is always refused.
   */
  readonly containerOptions?: Readonly<Record<string, unknown>> | undefined;
  readonly callbacks?: ContainerCallbacks | undefined;
  /**
   * Dispatches that run at the same time; further ones wait for their turn. Default: twice the processors, at least 4.
   * On a shared engine that is its own option.
   */
  readonly concurrency?: number | undefined;
  /**
   * Keeps containers waiting, so that a dispatch has its result in milliseconds. `{}` takes the defaults. Without it
   * every dispatch makes its own container: those that wait hold memory of the daemon's machine until `close`, or until
   * they have waited too long. The process engine keeps none.
   */
  readonly pool?: PoolOptions | undefined;
  readonly onBuildProgress?: ((progress: BuildProgress) => void) | undefined;
}

/** What one call may set for itself; it is checked like the options of the constructor. */
export interface CallOptions {
  /** In place of those of the constructor, name by name. */
  readonly limits?: LimitOptions | undefined;
  /** Variables beside those of the constructor, or in their place. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** Volumes beside those of the constructor, or in their place. */
  readonly volumes?: Readonly<Record<string, string>> | undefined;
  /** In place of that of the constructor; `none` is no network. */
  readonly network?: string | undefined;
}

/**
 * A call that needs another container than the others makes its own; those in the pool are for the others. Limits on
 * time, output and values are enforced by this host, and need no other container.
 */
export interface DispatchOptions extends CallOptions {
  /** Aborting it cancels the dispatch; an abort by `AbortSignal.timeout` counts as a timeout. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds; short for `limits: { timeout }`. */
  readonly timeout?: number | undefined;
  /** Path of the `.dispatch` file to write; it must not exist yet. Default: a spool file that goes with the dispatch. */
  readonly record?: string | undefined;
}
