import { setTimeout as pause } from 'node:timers/promises';
import type { ContainerCreateOptions } from 'dockerode';
import type { ContainerHost, Jail, JailSpec, Removal } from '../containerHost.ts';
import type { DockerConnection } from './connection/connect.ts';
import { statusOf } from './connection/daemonError.ts';
import { withDeadline } from './connection/withDeadline.ts';
import { EngineError, toError } from '../../errors/errors.ts';
import { ImageGoneError } from '../../errors/imageGone.ts';
import { isRecord } from '../../../text/isRecord.ts';
import { DockerJail } from './dockerJail.ts';
import type { CreateCall } from './container/containerTemplate.ts';
import { HeldCheck } from './container/held/heldCheck.ts';
import { refuseMissingFolders } from './container/missingFolders.ts';

/** Milliseconds that a call to the daemon may take. */
const CALL_DEADLINE = 30_000;
/** Milliseconds that a removal may take; the daemon may delay it. */
const REMOVE_DEADLINE = 30_000;
/** Attempts to remove a container, and milliseconds between them. */
const REMOVE_ATTEMPTS = 50;
const REMOVE_PAUSE = 100;
/** Milliseconds that another remover gets after the container has ended, and between two checks whether it is done. */
const OTHER_REMOVER = 1000;
const LOOK_PAUSE = 50;
/** How often the connection may break meanwhile; a daemon that stays down is not waited for. */
const REMOVE_BREAKS = 10;

/** Runs inmates in containers of a Docker daemon. */
export class DockerHost implements ContainerHost {
  readonly kind = 'docker';
  readonly limitsMemory = true;
  readonly endpoint: string;
  readonly isolation: string;
  readonly #connection: DockerConnection;
  readonly #configure: (spec: JailSpec) => CreateCall;
  readonly #held: HeldCheck;
  readonly #forsaken: Set<string>;

  /**
   * @param configure returns the create call, with safe defaults and labels
   * @param forsaken takes the names of containers that could not be removed: they are left to the sweeper
   */
  constructor(
    connection: DockerConnection,
    isolation: string,
    configure: (spec: JailSpec) => CreateCall,
    forsaken: Set<string>,
  ) {
    this.#forsaken = forsaken;
    this.#connection = connection;
    this.endpoint = connection.endpoint.url;
    this.isolation = isolation;
    this.#configure = configure;
    this.#held = new HeldCheck(connection);
  }

  async create(spec: JailSpec): Promise<Jail> {
    const { body, options } = this.#configure(spec);
    try {
      await refuseMissingFolders(this.#connection, body);
    } catch (error) {
      throw this.#createError(error, spec);
    }
    const creation = this.#create({ ...body, name: spec.name });
    try {
      const { Id: id, Warnings: warnings } = await withDeadline(CALL_DEADLINE, 'create', undefined, () => creation);
      if (typeof id !== 'string') {
        throw new EngineError(`${this.#connection.engine.name} did not say which container it has made`, 'create');
      }
      const made = { id, body, options, warnings: Array.isArray(warnings) ? warnings.map(String) : [] };
      return new DockerJail(this.#connection, id, (signal) => this.#held.check(made, signal));
    } catch (error) {
      // It may still succeed after the deadline.
      creation.then(
        () => this.remove(spec.name).catch(() => undefined),
        () => undefined,
      );
      throw this.#createError(error, spec);
    }
  }

  /** Like dockerode's `createContainer`, which drops the warnings. */
  async #create(options: ContainerCreateOptions): Promise<Readonly<Record<string, unknown>>> {
    return new Promise((resolve, reject) => {
      const call = { path: '/containers/create?', method: 'POST', options: { ...options }, statusCodes: { 201: true } };
      this.#connection.docker.modem.dial(call, (error: unknown, answer: unknown) => {
        if (error) reject(toError(error));
        else resolve(isRecord(answer) ? answer : {});
      });
    });
  }

  async remove(name: string, isKilled = false): Promise<Removal> {
    try {
      const removal = await withDeadline(REMOVE_DEADLINE, 'remove', undefined, async (signal) => {
        if (isKilled && this.#connection.engine.removesInSteps) await this.#awaitOtherRemover(name, signal);
        return this.#removeUntilGone(name, signal);
      });
      this.#forsaken.delete(name);
      return removal;
    } catch (error) {
      this.#forsaken.add(name);
      throw error;
    }
  }

  /** Lets another remover finish: a removal of our own in between would seem to be the one that ended the container. */
  async #awaitOtherRemover(name: string, abortSignal: AbortSignal): Promise<void> {
    const container = this.#connection.docker.getContainer(name);
    const giveUp = Date.now() + OTHER_REMOVER;
    while (Date.now() < giveUp && !abortSignal.aborted) {
      try {
        await container.inspect({ abortSignal });
      } catch {
        return;
      }
      await pause(LOOK_PAUSE);
    }
  }

  async #removeUntilGone(name: string, abortSignal: AbortSignal): Promise<Removal> {
    const container = this.#connection.docker.getContainer(name);
    let removal: Removal = 'removed';
    let breaks = 0;
    for (let attempt = 1; ; attempt++) {
      try {
        await container.remove({ force: true, v: true, abortSignal });
        return removal;
      } catch (error) {
        // After the first attempt, this host may have removed it itself.
        if (attempt === 1 && isRemoved(error)) removal = 'gone';
        if (statusOf(error) === 404) return removal;
        if (statusOf(error) === undefined) breaks++;
        const last = abortSignal.aborted || breaks === REMOVE_BREAKS || attempt === REMOVE_ATTEMPTS;
        if (last) throw this.#connection.toError(error, 'remove');
        await pause(REMOVE_PAUSE);
      }
    }
  }

  #createError(error: unknown, spec: JailSpec): EngineError {
    if (statusOf(error) === 404 && toError(error).message.includes('platform')) {
      const said = toError(error).message;
      return new EngineError(`the image ${spec.image} is for another platform: ${said}`, 'create', { cause: error });
    }
    // Something else may be missing: a container whose volumes or network are to be shared.
    if (statusOf(error) === 404 && /image/i.test(toError(error).message)) {
      const { name } = this.#connection.engine;
      const hint = `the image ${spec.image} is not there, or ${name} may not use it: build or load it first`;
      return new ImageGoneError(hint, { cause: error });
    }
    return this.#connection.toError(error, 'create');
  }
}

/** Whether another client has removed the container, or is about to. */
function isRemoved(error: unknown): boolean {
  const status = statusOf(error);
  return status === 404 || (status === 409 && /removal .* in progress/.test(toError(error).message));
}
