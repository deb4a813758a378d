import type { CommandContext } from './command.ts';
import { openInput } from './input/readBytes.ts';
import { openOutput } from './output/output.ts';
import { reportLine } from './output/report.ts';

/** What a command of this process works with. */
export function processContext(): CommandContext {
  const [stdout, stderr] = [openOutput(process.stdout), openOutput(process.stderr)];
  const hint = async (): Promise<void> => {
    const keys = process.platform === 'win32' ? 'Ctrl+Z and Enter' : 'Ctrl+D';
    await reportLine(stderr, `reading an argument from the terminal; end it with ${keys}`);
  };
  // Opened only when it is needed: reading ahead would take input from other processes.
  const stdin = openInput(() => process.stdin, hint);
  return { stdin, stdout, stderr, env: process.env };
}
