import type { ContainerCreateOptions } from 'dockerode';
import { containerOptions, type ContainerSettings } from './containerConfig.ts';
import { refuseMounts } from './rules/forbiddenOptions.ts';

/** Has the entrypoint say when the inmate is loaded: see `wire/loadedSignal.ts`. */
const WAITS = 'HOOSEGOW_WAITS=1';

/** What a container has of its own. */
export interface OwnOptions {
  /** `null` where the host has none. */
  readonly image: string | null;
  readonly labels: Readonly<Record<string, string>>;
  /** As `JailSpec.waits`. */
  readonly waits?: boolean | undefined;
}

/** The call that makes a container. */
export interface CreateCall {
  /** The body of `POST /containers/create`. */
  readonly body: ContainerCreateOptions;
  /** What of it is not a container's own: one and the same object for all that are alike. */
  readonly options: ContainerCreateOptions;
}

/** What the containers of equal calls are made from: worked out once, and completed for each of them. */
export class ContainerTemplate {
  readonly options: ContainerCreateOptions;
  /** The same for one that waits for its request. */
  #waiting: ContainerCreateOptions | undefined;
  readonly #daemonSocket: string | undefined;

  /**
   * @param platform as the engine names it
   * @throws UsageError naming the option that is never allowed or cannot be right
   */
  constructor(settings: ContainerSettings, platform?: string) {
    const options = containerOptions(settings);
    // Docker takes it from the query, to which every plain member goes.
    this.options = platform === undefined ? options : { ...options, platform };
    this.#daemonSocket = settings.daemonSocket;
  }

  /** @throws UsageError where a path that is mounted has become one that never is */
  complete({ image, labels, waits }: OwnOptions): CreateCall {
    const options = waits === true ? this.#toWait() : this.options;
    refuseMounts({ ...options.HostConfig }, this.#daemonSocket);
    const body = { ...(image !== null && { Image: image }), ...options, Labels: { ...labels, ...options.Labels } };
    return { body, options };
  }

  #toWait(): ContainerCreateOptions {
    return (this.#waiting ??= { ...this.options, Env: [...(this.options.Env ?? []), WAITS] });
  }
}
