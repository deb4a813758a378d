import type { ContainerCreateOptions } from 'dockerode';
import { containerOptions, type ContainerSettings } from './containerConfig.ts';
import { refuseMounts } from './rules/forbiddenOptions.ts';

/** Makes the entrypoint report when the inmate is loaded: see `wire/loadedSignal.ts`. */
const WAITS = 'HOOSEGOW_WAITS=1';

/** What is specific to one container. */
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
  /** The part of it that is not specific to a container: the same object for all that are alike. */
  readonly options: ContainerCreateOptions;
}

/** Template of the containers of equal calls: computed once, and completed for each container. */
export class ContainerTemplate {
  readonly options: ContainerCreateOptions;
  /** The same for a container that waits for its request. */
  #waiting: ContainerCreateOptions | undefined;
  readonly #daemonSocket: string | undefined;

  /**
   * @param platform as the engine names it
   * @throws UsageError naming the option that is forbidden or invalid
   */
  constructor(settings: ContainerSettings, platform?: string) {
    const options = containerOptions(settings);
    // Docker takes it from the query, where every plain member is sent.
    this.options = platform === undefined ? options : { ...options, platform };
    this.#daemonSocket = settings.daemonSocket;
  }

  /** @throws UsageError where a mounted path has become one that is forbidden */
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
