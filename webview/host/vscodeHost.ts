import type { ViewMessage } from '../../src/protocol/protocol.ts';
import type { Host } from './host.ts';

/** The API that VS Code gives a webview. */
interface VsCodeApi {
  readonly postMessage: (message: unknown) => void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare global {
  /** Only exists in a webview of VS Code; may be called once. */
  var acquireVsCodeApi: (() => VsCodeApi) | undefined;
}

/** The editor as host; `undefined` if the page is not one of its webviews. */
export function vscodeHost(): Host | undefined {
  const api = globalThis.acquireVsCodeApi?.();
  if (!api) return undefined;
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- the target is the editor, not a window
  const send = (message: ViewMessage): void => api.postMessage(message);
  return {
    listen: (listener) => {
      window.addEventListener('message', ({ data }) => listener.message(data));
      listener.connection('open');
    },
    send,
    copy: (text) => {
      send({ kind: 'copy', text });
      return Promise.resolve();
    },
    loadState: () => api.getState(),
    saveState: (state) => api.setState(state),
    tryAgain: () => send({ kind: 'ready' }),
  };
}
