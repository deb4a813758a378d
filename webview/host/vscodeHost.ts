import type { ViewMessage } from '../../src/protocol/protocol.ts';
import type { Host } from './host.ts';

/** What VS Code puts into a webview. */
interface VsCodeApi {
  readonly postMessage: (message: unknown) => void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare global {
  /** There is one in a webview of VS Code only; it may be called once. */
  var acquireVsCodeApi: (() => VsCodeApi) | undefined;
}

/** The editor, where the page is one of its webviews. */
export function vscodeHost(): Host | undefined {
  const api = globalThis.acquireVsCodeApi?.();
  if (!api) return undefined;
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- this goes to the editor, not to a window
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
  };
}
