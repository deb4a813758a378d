import { request, type IncomingMessage, type RequestOptions } from 'node:http';
import type { Socket } from 'node:net';

/** The plainest way to a daemon: one request, one connection, nothing of the engine's. */
export class DaemonHttp {
  readonly #options: RequestOptions;

  /** @param host address as in `DOCKER_HOST`: a socket, or tcp without TLS */
  constructor(host: string) {
    const url = new URL(host);
    this.#options =
      url.protocol === 'unix:' ? { socketPath: url.pathname } : { host: url.hostname, port: url.port || 2375 };
  }

  /** @returns the parsed answer; `undefined` where it is empty */
  async call(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const text = body === undefined ? '' : JSON.stringify(body);
      const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) };
      request({ ...this.#options, method, path, headers }, resolve)
        .on('error', reject)
        .end(text);
    });
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    if ((response.statusCode ?? 500) >= 400) throw new Error(`${method} ${path}: ${text}`);
    const parsed: unknown = text === '' ? undefined : JSON.parse(text);
    return parsed;
  }

  /** @returns the connection, both ways, once the daemon has switched to it */
  upgrade(path: string): Promise<Socket> {
    return new Promise((resolve, reject) => {
      const headers = { Connection: 'Upgrade', Upgrade: 'tcp', 'Content-Length': 0 };
      request({ ...this.#options, method: 'POST', path, headers })
        .on('error', reject)
        .on('response', (response) => reject(new Error(`${path}: HTTP ${response.statusCode}`)))
        .on('upgrade', (_response, socket: Socket) => resolve(socket))
        .end();
    });
  }
}
