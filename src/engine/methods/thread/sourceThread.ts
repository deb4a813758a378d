/** The thread in which the text of strangers is parsed: it may be ended at any moment, and replaced by another one. */
import { parentPort } from 'node:worker_threads';
import { messageOf } from '../../../wire/thrown.ts';
import { UsageError } from '../../errors/errors.ts';
import { ModuleCache } from '../modules/moduleCache.ts';
import { doJob } from './doJob.ts';
import type { JobRequest, ThreadMessage } from './job.ts';
import type { Piece } from './piece.ts';
import { threadId } from './threadTime.ts';

const cache = new ModuleCache();

function tell(message: ThreadMessage): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread is no window
  parentPort?.postMessage(message);
}

async function answer(request: JobRequest): Promise<void> {
  const onBegin = (piece: Piece): void => tell({ type: 'begins', piece });
  try {
    tell({ type: 'done', answer: await doJob(request, { onBegin, cache }) });
  } catch (error) {
    const message = messageOf(error);
    tell({ type: 'failed', message, isUsage: error instanceof UsageError });
  }
}

parentPort?.on('message', (request: JobRequest) => void answer(request));
tell({ type: 'ready', thread: threadId() });
