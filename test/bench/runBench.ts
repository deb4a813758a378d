import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { LazyDocker } from './lazyDocker.ts';
import type { BenchMessage, RunnerMessage } from './messages.ts';
import type { NamedResult } from './resultFile.ts';

const LOADER = join(import.meta.dirname, '../support/typescript.mjs');

/**
 * Runs the bench of a file.
 *
 * @throws Error where it fails, is interrupted or takes longer than `milliseconds`
 */
export async function runBench(
  file: string,
  docker: LazyDocker,
  milliseconds: number,
): Promise<readonly NamedResult[]> {
  const child = fork(join(import.meta.dirname, 'benchProcess.ts'), [file], {
    execArgv: ['--import', LOADER],
    // Its standard output would be among the JSON.
    stdio: ['ignore', 2, 2, 'ipc'],
    // Whole numbers of more than 2^53 and NaN cross as they are.
    serialization: 'advanced',
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), milliseconds);
  let found: readonly NamedResult[] | undefined;
  child.on('message', (message: BenchMessage) => {
    if (message.kind === 'docker') void dockerFor(docker).then((answer) => child.send(answer));
    else found = message.results.map((result) => ({ bench: message.name, ...result }));
  });
  const status = await new Promise<number | NodeJS.Signals | null>((resolve, reject) => {
    child.once('error', reject).once('exit', (code, signal) => resolve(signal ?? code));
  });
  clearTimeout(timer);
  if (status !== 0 || !found) throw new Error(`${file} ended without its results: ${status}`);
  return found;
}

async function dockerFor(docker: LazyDocker): Promise<RunnerMessage> {
  try {
    return { kind: 'docker', docker: await docker.get() };
  } catch (error) {
    return { kind: 'noDocker', reason: error instanceof Error ? error.message : String(error) };
  }
}
