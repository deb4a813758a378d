import { decode, encode } from '@msgpack/msgpack';
import type { ViewMessage } from '../../src/protocol/protocol.ts';
import { element } from '../ui/dom.ts';
import type { Host, HostListener } from './host.ts';

const FIRST_RETRY = 250;
const LAST_RETRY = 2000;
/** Milliseconds without a connection after which the server counts as gone: a new server would have another address. */
const GONE_AFTER = 4000;
const STATE_KEY = 'hoosegow.timeline';

/** A server on this machine that serves the page and the messages, the latter over a WebSocket beside the page. */
export function browserHost(): Host {
  const socket = new ReconnectingSocket(socketUrl(location.href));
  return {
    listen: (listener) => socket.open(listener),
    send: (message) => {
      if (message.kind === 'export') download(`export/${message.format}`);
      else if (message.kind === 'saveValue') download(`value/${message.row}`);
      else if (message.kind === 'saveWhole') download(`save/${encodeURIComponent(JSON.stringify(message.what))}`);
      else if (message.kind === 'openWhole') openTab(`open/${encodeURIComponent(JSON.stringify(message.what))}`);
      else socket.send(message);
    },
    copy: (text) => navigator.clipboard.writeText(text),
    loadState: readState,
    saveState: (state) => sessionStorage.setItem(stateKey(), JSON.stringify(state)),
    tryAgain: () => location.reload(),
  };
}

/** Shows what the server offers beside the page in a tab of its own. */
function openTab(path: string): void {
  element('a', { href: path, target: '_blank', rel: 'noopener noreferrer' }).click();
}

/** Lets the browser save a file that the server offers beside the page. */
function download(path: string): void {
  const link = element('a', { href: path, download: true });
  document.body.append(link);
  link.click();
  link.remove();
}

/** The socket's URL is beside the page's, with the same token. */
export function socketUrl(page: string): URL {
  const url = new URL('socket', page);
  url.search = new URL(page).search;
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url;
}

/** Differs by address: another recording, with another port or token, has its own state. */
function stateKey(): string {
  return `${STATE_KEY} ${location.pathname}${location.search}`;
}

function readState(): unknown {
  try {
    return JSON.parse(sessionStorage.getItem(stateKey()) ?? 'null');
  } catch {
    return null;
  }
}

/** Never stops retrying: a machine may wake up after hours of sleep. */
class ReconnectingSocket {
  readonly #url: URL;
  #socket: WebSocket | undefined;
  #retry = FIRST_RETRY;
  /** When the connection was lost. */
  #lostAt: number | undefined;

  constructor(url: URL) {
    this.#url = url;
  }

  send(message: ViewMessage): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(encode(message));
  }

  open(listener: HostListener): void {
    const socket = new WebSocket(this.#url);
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    socket.addEventListener('open', () => {
      this.#retry = FIRST_RETRY;
      this.#lostAt = undefined;
      listener.connection('open');
    });
    socket.addEventListener('message', ({ data }: MessageEvent<unknown>) => listener.message(decoded(data)));
    socket.addEventListener('close', () => {
      this.#lostAt ??= performance.now();
      listener.connection(performance.now() - this.#lostAt < GONE_AFTER ? 'lost' : 'gone');
      setTimeout(() => this.open(listener), this.#retry);
      this.#retry = Math.min(this.#retry * 2, LAST_RETRY);
    });
  }
}

function decoded(data: unknown): unknown {
  try {
    return data instanceof ArrayBuffer ? decode(data) : undefined;
  } catch {
    return undefined;
  }
}
