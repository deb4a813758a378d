import { Worker } from 'node:worker_threads';
import { RegexMatcher, type RegexListener, type RegexThread } from './regexMatcher.ts';
import { REGEX_THREAD } from './regexSource.ts';
import { expressionOf, PlainMatcher, type Expression, type TextMatcher, type TextQuery } from './textMatcher.ts';

const SOURCE = `const { parentPort, workerData } = require('node:worker_threads');\n${REGEX_THREAD}`;

/**
 * @param batchTime milliseconds that a regular expression may take for one batch of texts
 * @throws QueryError if the query is not a valid regular expression
 */
export function createMatcher(query: TextQuery, batchTime?: number): TextMatcher {
  return query.regex ? new RegexMatcher(startThread, expressionOf(query), batchTime) : new PlainMatcher(query);
}

function startThread(expression: Expression, listener: RegexListener): RegexThread {
  const worker = new Worker(SOURCE, {
    eval: true,
    workerData: expression,
    execArgv: [],
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: 128 },
  });
  worker.unref();
  worker.on('message', (answer: unknown) => listener.answered(answer));
  worker.on('error', (error: Error) => listener.failed(`the search failed: ${error.message}`));
  worker.on('exit', () => listener.failed('the search was given up'));
  return {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread is not a window
    post: (batch) => worker.postMessage(batch),
    end: () => void worker.terminate(),
  };
}
