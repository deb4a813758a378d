import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { messageOf } from '../../wire/thrown.ts';
import type { RecordingReader } from '../../recording/recordingReader.ts';
import type { Shell } from '../../text/shell/shell.ts';
import { isForThisHost, isFromThisHost, isSameSecret, newToken, pathBehindToken } from './access.ts';
import { assetType } from './assets.ts';
import { readDownload, sendDownload } from './download.ts';
import { browserPage } from './browserPage.ts';
import { serveView } from './viewSocket.ts';

const ADDRESS = '127.0.0.1';

/** Bytes of one message of a view. */
const MAX_MESSAGE = 1024 * 1024;

export interface InspectOptions {
  /** Opens the recording; each view and each download has a reader of its own. */
  readonly open: () => Promise<RecordingReader>;
  /** What downloads are called, without an ending. */
  readonly name: string;
  /** @returns the path of a file of the page */
  readonly assetPath: (name: string) => string;
  /** Where commands are meant to be pasted: a browser tells nothing of a terminal. */
  readonly shell: Shell;
  /** Tells the user that something went wrong. It must not throw. */
  readonly report: (message: string) => void;
  /** Milliseconds without a view after which the server is idle, once there was one. */
  readonly idleTime: number;
}

/**
 * Serves the timeline of a recording to browsers on this machine. Everything lies behind a secret token; requests that
 * name another host, WebSockets of other pages and files outside a closed list are refused.
 */
export class InspectServer {
  readonly #options: InspectOptions;
  readonly #token = newToken();
  /** Valid once: other users of this machine see the command line of the browser. */
  #onceToken: string | undefined = newToken();
  readonly #server: Server;
  readonly #sockets: WebSocketServer;
  readonly #idle: Promise<void>;
  #onIdle: () => void = () => undefined;
  #idleTimer: NodeJS.Timeout | undefined;

  constructor(options: InspectOptions) {
    this.#options = options;
    this.#idle = new Promise((resolve) => (this.#onIdle = resolve));
    this.#server = createServer((request, response) => void this.#answer(request, response));
    this.#server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
    this.#sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE, perMessageDeflate: false });
  }

  /** Listens on a free port. */
  async start(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(0, ADDRESS, () => {
        this.#server.off('error', reject);
        resolve();
      });
    });
  }

  /** Address of the timeline, for those who may see it. */
  get url(): string {
    return `${this.#origin}/${this.#token}/`;
  }

  /** An address that leads to the timeline once. */
  get onceUrl(): string {
    return this.#onceToken === undefined ? this.url : `${this.#origin}/once/${this.#onceToken}`;
  }

  /** Resolves when there has been no view for `idleTime`. */
  async idle(): Promise<void> {
    return this.#idle;
  }

  /** Ends all connections. */
  async close(): Promise<void> {
    clearTimeout(this.#idleTimer);
    for (const socket of this.#sockets.clients) socket.terminate();
    this.#sockets.close();
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  get #origin(): string {
    const address = this.#server.address();
    return `http://${ADDRESS}:${typeof address === 'object' ? address?.port : ''}`;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    setSafeHeaders(response);
    try {
      const refused = await this.#serve(request, response);
      if (refused !== undefined) refuse(response, refused);
    } catch (error) {
      this.#options.report(messageOf(error));
      refuse(response, 500);
    }
  }

  /** @returns the status for what cannot be served */
  async #serve(request: IncomingMessage, response: ServerResponse): Promise<number | undefined> {
    if (!isForThisHost(request)) return 403;
    if (request.method !== 'GET' && request.method !== 'HEAD') return 405;
    if (this.#takeOnce(request.url)) {
      response.writeHead(303, { Location: `/${this.#token}/` }).end();
      return undefined;
    }
    const path = pathBehindToken(request.url, this.#token);
    if (path === undefined) return 404;
    if (path === '') {
      const { html, policy } = browserPage();
      response.setHeader('Content-Security-Policy', policy);
      send(response, 'text/html; charset=utf-8', html);
      return undefined;
    }
    const type = assetType(path);
    const download = readDownload(path);
    if (type !== undefined) send(response, type, await readFile(this.#options.assetPath(path)));
    else if (download) await sendDownload(response, await this.#options.open(), download, this.#options.name);
    else return 404;
    return undefined;
  }

  #takeOnce(url: string | undefined): boolean {
    const once = this.#onceToken;
    if (once === undefined || !isSameSecret(url ?? '', `/once/${once}`)) return false;
    this.#onceToken = undefined;
    return true;
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const isAllowed = isFromThisHost(request) && pathBehindToken(request.url, this.#token) === 'socket';
    if (!isAllowed) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    this.#sockets.handleUpgrade(request, socket, head, (view) => {
      clearTimeout(this.#idleTimer);
      view.once('close', () => this.#onClosed());
      serveView(view, this.#options.open(), this.#options.shell, this.#options.report);
    });
  }

  #onClosed(): void {
    if (this.#sockets.clients.size > 0) return;
    this.#idleTimer = setTimeout(this.#onIdle, this.#options.idleTime);
  }
}

/** Nothing that this server sends may be cached, sniffed for its type, framed, or used by another page. */
function setSafeHeaders(response: ServerResponse): void {
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('X-Frame-Options', 'DENY');
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
  response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
}

function send(response: ServerResponse, type: string, body: string | Uint8Array): void {
  response.setHeader('Content-Type', type);
  response.writeHead(200).end(body);
}

function refuse(response: ServerResponse, status: number): void {
  if (response.headersSent) response.destroy();
  else response.writeHead(status, { 'Content-Type': 'text/plain' }).end();
}
