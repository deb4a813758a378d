import type { FrameContent } from '../wire/frame.ts';
import type { Outcome } from './outcome.ts';

export type { Raise } from '../wire/frame.ts';
export type { Outcome } from './outcome.ts';

/** A step in the life of a dispatch, as it is recorded between the bytes. */
export type Lifecycle =
  | { readonly event: 'build'; readonly image: string }
  | {
      readonly event: 'built';
      readonly image: string;
      /** The engine's own id of what was built, where it says so. */
      readonly id?: string;
      /** What it was built on, where the engine knows. */
      readonly base?: BaseImage;
    }
  | { readonly event: 'create'; readonly container: string }
  | { readonly event: 'created'; readonly container: string }
  | { readonly event: 'attached' }
  | { readonly event: 'start' }
  | {
      readonly event: 'started';
      /** Name of a container that had been started before and waited; missing where it was made for this dispatch. */
      readonly container?: string;
      /** Milliseconds that it had waited; with `container`. */
      readonly waited?: number;
      /** Dispatches that had been through the same container before; missing where it was fresh. */
      readonly shared?: number;
    }
  /** The request was handed to the container's stdin; `bytes` is its encoded size. */
  | { readonly event: 'requested'; readonly bytes: number }
  /** This host ends the container; `reason` says why. */
  | { readonly event: 'kill'; readonly reason: string }
  | {
      readonly event: 'exited';
      readonly code: number | null;
      readonly signal: string | null;
      /** Whether the container host saw the kernel kill a process of this container when memory ran out. */
      readonly oomKilled: boolean;
    }
  /** The container waits for another dispatch; `served` counts those so far. It stands in place of its end. */
  | { readonly event: 'kept'; readonly container: string; readonly served: number }
  | { readonly event: 'remove' }
  | { readonly event: 'removed' }
  /** Output past the limit that was read but not kept; `bytes` counts it. */
  | { readonly event: 'omitted'; readonly bytes: number }
  | { readonly event: 'note'; readonly text: string };

/** The image that another one was built on. */
export interface BaseImage {
  /** As the build named it, for example `node:24-slim`. */
  readonly name: string;
  /** The name by which a registry knows it: `sha256:` and 64 hexadecimal digits. Missing where it came from none. */
  readonly digest?: string;
  /** The engine's own id of it; missing where the engine keeps no image of its own for it. */
  readonly id?: string;
}

/** What a dispatch is, known before its first byte. Stored as the first record of a recording. */
export interface DispatchMeta {
  readonly method: string;
  /** `null` where they are too large to be kept. */
  readonly args: readonly unknown[] | null;
  /** Wall clock at the start, ISO 8601. */
  readonly startedAt: string;
  /** `docker` or `process`. */
  readonly engine: string;
  /** Where the engine is, for people: `unix:///var/run/docker.sock`. */
  readonly endpoint: string | null;
  readonly image: string | null;
  /** The engine's own id of the image; missing if it was not known yet: then the build step has it when it is done. */
  readonly imageId?: string;
  /** What the image was built on, where the engine knows. */
  readonly base?: BaseImage;
  readonly runtime: string | null;
  /** Limits in force by the name of their setting; bytes, milliseconds or counts. */
  readonly limits: Readonly<Record<string, number>>;
  /** One line for people on what separates the inmate from the host. */
  readonly isolation: string;
  readonly inmateDir: string | null;
  /** Names of the environment variables that the inmate was given; missing where there were none. */
  readonly env?: readonly string[];
  /** Whether the container was asked to take further dispatches, and may say in the answer whether it does. */
  readonly reuse?: boolean;
  /** What wrote the recording, by name: `hoosegow`, and the `node` that it ran on; missing in older recordings. */
  readonly versions?: Readonly<Record<string, string>>;
}

/** What happened, by its type. */
export type EventBody =
  | { readonly type: 'lifecycle'; readonly value: Lifecycle }
  | { readonly type: 'stderr'; readonly value: Uint8Array }
  | FrameContent
  /** Always the last event; missing where the host died before the end. */
  | { readonly type: 'outcome'; readonly value: Outcome };

export type EventType = EventBody['type'];

/** One thing that happened in a dispatch, in the order of arrival. */
export type DispatchEvent = {
  /** Position in the dispatch, from 0. */
  readonly seq: number;
  /** Milliseconds from the start of the dispatch to its arrival. */
  readonly t: number;
  /** Milliseconds in the inmate since the request was decoded, where the entrypoint says so. */
  readonly at?: number;
} & EventBody;
