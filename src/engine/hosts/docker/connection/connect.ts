import type { RequestOptions } from 'node:http';
import Dockerode from 'dockerode';
import { EngineError, HoosegowError, toError } from '../../../errors/errors.ts';
import { isRecord } from '../../../../text/isRecord.ts';
import { chooseApiVersion, isNewerThanOurs } from './apiVersion.ts';
import { explainConnectionError } from './connectionError.ts';
import { DaemonModem } from './daemonModem.ts';
import { readBody } from './readAnswer.ts';
import { sendRequest } from './sendRequest.ts';
import { DaemonError } from './daemonError.ts';
import { EndpointAgent } from './endpointAgent.ts';
import type { DockerEndpoint } from '../endpoint/endpointTypes.ts';
import { DOCKER, traitsOf, type EngineTraits } from './engineTraits.ts';
import { refusalHint } from './refusalHint.ts';
import { withDeadline } from './withDeadline.ts';

/** Milliseconds for the first answer; an ssh login takes its time. */
const CONNECT_DEADLINE = { socket: 10_000, tcp: 15_000, ssh: 30_000 };

/** What a daemon says to a ping. */
export interface DaemonPing {
  /** The newest version of the API that it speaks, for example `1.41`. */
  readonly apiVersion: string;
  /** Its clock, to the second; `undefined` where a proxy in between removes it. */
  readonly time: Date | undefined;
  readonly engine: EngineTraits;
}

/** A connection to a daemon. Nothing is opened before the first call. */
export interface DockerConnection {
  readonly endpoint: DockerEndpoint;
  /**
   * For every call but an upgrade. Its calls reject with a `DaemonError` where the daemon refused, else with an
   * `EngineError`. They have no deadline of their own: see `withDeadline`.
   */
  readonly docker: Dockerode;
  /** API version in use, for example `1.41`; known once a call, or `ready`, has resolved. */
  readonly apiVersion: string;
  /** How the engine differs from others; assumed to be Docker until `ready` has resolved. */
  readonly engine: EngineTraits;
  /** Negotiates the API version with the daemon, unless that is done. */
  ready(signal?: AbortSignal): Promise<void>;
  /** Options for direct requests with `node:http` (an upgrade), to any endpoint: TLS and ssh are in its agent. */
  httpOptions(): RequestOptions;
  ping(signal?: AbortSignal): Promise<DaemonPing>;
  /** Explains an error of a call, as an error of that phase of a dispatch. */
  toError(error: unknown, phase: string): EngineError;
  /** Closes every open connection except upgraded ones. */
  close(): void;
}

export function connectDocker(endpoint: DockerEndpoint): DockerConnection {
  return new EndpointConnection(endpoint);
}

class EndpointConnection implements DockerConnection {
  readonly endpoint: DockerEndpoint;
  readonly docker: Dockerode;
  readonly #agent: EndpointAgent;
  #version: string | undefined;
  #engine = DOCKER;
  #negotiation: Promise<string> | undefined;

  constructor(endpoint: DockerEndpoint) {
    this.endpoint = endpoint;
    this.#agent = new EndpointAgent(endpoint.connection);
    const modem = new DaemonModem({
      requestOptions: () => this.httpOptions(),
      apiVersion: () => this.#negotiated(),
      explain: (error) => this.toError(error, 'connect'),
    });
    const options: Dockerode.DockerOptions & { modem: DaemonModem } = { modem };
    this.docker = new Dockerode(options);
  }

  get apiVersion(): string {
    if (this.#version === undefined) throw new EngineError('Docker has not been asked for its version yet', 'connect');
    return this.#version;
  }

  get engine(): EngineTraits {
    return this.#engine;
  }

  async ready(signal?: AbortSignal): Promise<void> {
    if (this.#version !== undefined) return;
    // The negotiation has a deadline of its own: it is shared, and one caller's signal must not end it for the others.
    await withDeadline(60_000, 'connect', signal, () => this.#negotiated());
  }

  httpOptions(): RequestOptions {
    const { connection } = this.endpoint;
    const host = connection.kind === 'tcp' ? { host: connection.host, port: connection.port } : { host: 'localhost' };
    return { ...host, agent: this.#agent };
  }

  async ping(signal?: AbortSignal): Promise<DaemonPing> {
    const { headers, body } = await this.#get('/_ping', signal);
    const apiVersion = headers['api-version'];
    if (typeof apiVersion !== 'string') {
      throw this.toError(
        new Error(`what answers there is no Docker: ${JSON.stringify(body.slice(0, 200))}`),
        'connect',
      );
    }
    const time = new Date(headers.date ?? Number.NaN);
    this.#engine = traitsOf(headers);
    return { apiVersion, time: Number.isNaN(time.getTime()) ? undefined : time, engine: this.#engine };
  }

  toError(error: unknown, phase: string): EngineError {
    if (error instanceof EngineError && (error.phase !== 'connect' || phase === 'connect')) return error;
    if (error instanceof DaemonError) {
      const hint = refusalHint(error.message);
      const refusal = `${this.#engine.name} refused (HTTP ${error.statusCode}): ${error.message}`;
      return new EngineError(hint === undefined ? refusal : `${refusal}; ${hint}`, phase, { cause: error });
    }
    if (error instanceof HoosegowError) return new EngineError(error.message, phase, { cause: error });
    return explainConnectionError(toError(error), this.endpoint, phase, this.#engine.name);
  }

  close(): void {
    this.#agent.destroy();
  }

  #negotiated(): Promise<string> {
    this.#negotiation ??= this.#negotiate().catch((error: unknown) => {
      // The next call tries again: Docker may have been started meanwhile.
      this.#negotiation = undefined;
      throw error;
    });
    return this.#negotiation;
  }

  async #negotiate(): Promise<string> {
    const { apiVersion: newest } = await this.ping();
    // `/version` takes Docker 5 ms, `/_ping` 0.4: the former is asked only where its answer matters.
    const oldest = isNewerThanOurs(newest) ? await this.#oldestApiVersion() : undefined;
    this.#version = chooseApiVersion(newest, oldest);
    return this.#version;
  }

  async #oldestApiVersion(): Promise<string | undefined> {
    const { body } = await this.#get('/version', undefined);
    const version: unknown = JSON.parse(body);
    return isRecord(version) && typeof version['MinAPIVersion'] === 'string' ? version['MinAPIVersion'] : undefined;
  }

  /** A request without an API version in its path. */
  async #get(path: string, signal: AbortSignal | undefined) {
    try {
      return await withDeadline(CONNECT_DEADLINE[this.endpoint.connection.kind], 'connect', signal, async (abort) => {
        const { response } = await sendRequest({ ...this.httpOptions(), method: 'GET', path, signal: abort });
        const body = await readBody(response);
        if (response.statusCode !== 200) throw new DaemonError(body.trim(), response.statusCode ?? 0);
        return { headers: response.headers, body };
      });
    } catch (error) {
      signal?.throwIfAborted();
      throw this.toError(error, 'connect');
    }
  }
}
