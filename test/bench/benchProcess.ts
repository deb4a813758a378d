/** Runs one bench in a process of its own, so that no bench leaves its heap and its compiled code to the next one. */
import { pathToFileURL } from 'node:url';
import type { Bench, BenchDocker } from './figure.ts';
import type { BenchMessage, RunnerMessage } from './messages.ts';

const [file = ''] = process.argv.slice(2);
const { bench } = (await import(pathToFileURL(file).href)) as { bench: Bench };
const results = await bench.run({ log: (line) => console.error(`  ${line}`), docker: askForDocker });
tell({ kind: 'results', name: bench.name, results });
process.disconnect();

async function askForDocker(): Promise<BenchDocker> {
  return new Promise((resolve, reject) => {
    process.once('message', (message: RunnerMessage) => {
      if (message.kind === 'docker') resolve(message.docker);
      else reject(new Error(`no Docker for the bench: ${message.reason}`));
    });
    tell({ kind: 'docker' });
  });
}

function tell(message: BenchMessage): void {
  process.send?.(message);
}
