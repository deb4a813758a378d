import type { RegexListener, RegexThread } from '../../src/timeline/search/regexMatcher.ts';
import { REGEX_THREAD } from '../../src/timeline/search/regexSource.ts';
import type { Expression } from '../../src/timeline/search/textMatcher.ts';

/** A thread of the browser for a regular expression: a page in a file has no script beside it to start. */
export function startBlobThread(expression: Expression, listener: RegexListener): RegexThread {
  const given = JSON.stringify({ source: expression.source, flags: expression.flags });
  const port =
    '{ on: (_, take) => { self.onmessage = ({ data }) => take(data); }, postMessage: (m) => self.postMessage(m) }';
  const source = `const workerData = ${given};\nconst parentPort = ${port};\n${REGEX_THREAD}`;
  const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  const worker = new Worker(url);
  worker.addEventListener('message', ({ data }) => listener.answered(data));
  worker.addEventListener('error', ({ message }) => listener.failed(`the search failed: ${message}`));
  return {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread is not a window
    post: (batch) => worker.postMessage(batch),
    end: () => {
      worker.terminate();
      URL.revokeObjectURL(url);
    },
  };
}
