import type { ContainerCreateOptions } from 'dockerode';
import type { DockerConnection } from '../../connection/connect.ts';
import { readContainerReport } from './containerReport.ts';
import { parseBody, readBody, refusalOf } from '../../connection/readAnswer.ts';
import { sendRequest } from '../../connection/sendRequest.ts';
import { shortfalls, type Shortfall } from './shortfalls.ts';
import { unheldLimits } from './unheldLimits.ts';
import { withDeadline } from '../../connection/withDeadline.ts';
import { EngineError } from '../../../../errors/errors.ts';

/** Milliseconds that a call to the daemon may take. */
const CALL_DEADLINE = 30_000;
/** Different warnings that are remembered per set of options. */
const MAX_KNOWN = 16;

/** A container that was made, and from what. */
export interface MadeContainer {
  readonly id: string;
  readonly body: ContainerCreateOptions;
  /** As `CreateCall.options`: the engine treats the same object in the same way each time. */
  readonly options: ContainerCreateOptions;
  /** What the engine said when it made it. */
  readonly warnings: readonly string[];
}

/**
 * Makes sure that a container is confined as asked: an engine may silently drop an option. It treats the same set of
 * options in the same way each time, so it is asked only once, while the connection to the container is being made.
 */
export class HeldCheck {
  readonly #connection: DockerConnection;
  /** By the options, then by the warnings as JSON. */
  readonly #known = new WeakMap<ContainerCreateOptions, Map<string, readonly string[]>>();
  /** The engine's answer to `/info`. */
  #info: { readonly told: unknown } | undefined;

  constructor(connection: DockerConnection) {
    this.#connection = connection;
  }

  /**
   * @returns notes on how it is confined
   * @throws {EngineError} naming each option that is not enforced
   */
  async check({ id, body, options, warnings }: MadeContainer, signal: AbortSignal): Promise<readonly string[]> {
    const known = this.#known.get(options) ?? new Map<string, readonly string[]>();
    const key = JSON.stringify(warnings);
    const before = known.get(key);
    if (before) return before;
    const found = await this.#shortfallsOf(id, body, signal);
    const grave = found.filter((shortfall) => !isBearable(shortfall, body));
    if (grave.length > 0) throw new EngineError(this.#describe(grave), 'create');
    const notes = found.map(
      (shortfall) => `${this.#connection.engine.name} does not limit swap: ${describe(shortfall)}`,
    );
    if (known.size === MAX_KNOWN) known.clear();
    this.#known.set(options, known.set(key, notes));
    return notes;
  }

  async #shortfallsOf(id: string, body: ContainerCreateOptions, signal: AbortSignal): Promise<readonly Shortfall[]> {
    const { engine, apiVersion } = this.#connection;
    const inspected = await this.#get(engine.inspectPath(id, apiVersion), signal);
    const report = readContainerReport(inspected);
    if (!report)
      throw new EngineError(`${engine.name} did not say how the container is held, only something else`, 'create');
    const found = shortfalls({ ...body }, report, engine);
    // Podman's report on the container already lacks what Podman drops.
    if (engine.name === 'Podman') return found;
    this.#info ??= { told: await this.#get(`/v${apiVersion}/info`, signal) };
    return [...found, ...unheldLimits({ ...body }, this.#info.told)];
  }

  async #get(path: string, signal: AbortSignal): Promise<unknown> {
    const connection = this.#connection;
    try {
      return await withDeadline(CALL_DEADLINE, 'create', signal, async (abort) => {
        const call = { ...connection.httpOptions(), method: 'GET', path, signal: abort };
        const { response } = await sendRequest(call);
        if (response.statusCode !== 200) throw await refusalOf(response);
        return parseBody(await readBody(response));
      });
    } catch (error) {
      signal.throwIfAborted();
      throw connection.toError(error, 'create');
    }
  }

  #describe(found: readonly Shortfall[]): string {
    const { name } = this.#connection.engine;
    const hint = found.map(({ option }) => wayOut(option, name)).find((text) => text !== undefined);
    return `${name} does not hold what was asked for: ${found.map(describe).join('; ')}${hint === undefined ? '' : `. ${hint}`}`;
  }
}

/** Many kernels do not count swap; the memory limit itself is enforced, and a machine without swap has none to give. */
function isBearable({ option }: Shortfall, { HostConfig: host }: ContainerCreateOptions): boolean {
  return option === 'HostConfig.MemorySwap' && host?.MemorySwap === host?.Memory;
}

function describe({ option, asked, is }: Shortfall): string {
  return `${option} was to be ${JSON.stringify(asked)}, and is ${JSON.stringify(is) ?? 'not told'}`;
}

function wayOut(option: string, engine: string): string | undefined {
  if (option === 'HostConfig.Runtime' && engine === 'Podman') {
    return 'Podman takes the runtime from its own settings alone: start its service with "podman --runtime NAME system service", or set runtime in containers.conf';
  }
  if (option === 'HostConfig.Ulimits' && engine === 'Podman') {
    return 'Podman without root takes them from its own settings alone: name them in default_ulimits of containers.conf, such as ["nofile=1024:1024", "core=0:0", "fsize=67108864:67108864"]';
  }
  if (/^HostConfig\.(Memory|PidsLimit|NanoCpus|Cpu\w*)$/.test(option)) {
    return 'A rootless engine limits resources only with cgroups v2, and those that are delegated to its user';
  }
  return undefined;
}
