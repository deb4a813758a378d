import { Worker } from 'node:worker_threads';

/** Kills this process even while its thread is busy. */
const KILL = `
const { workerData } = require('node:worker_threads');
setTimeout(() => process.kill(process.pid, 'SIGKILL'), workerData);
`;

/**
 * Ends this process after a time even where it is busy: a person waits at the prompt, and the source whose names are
 * read may be a stranger's, made to take long.
 *
 * @param time milliseconds
 * @returns `lift` calls it off
 */
export function deadline(time: number): { lift(): Promise<void> } {
  const worker = new Worker(KILL, { eval: true, workerData: time });
  worker.unref();
  return { lift: async () => void (await worker.terminate()) };
}
