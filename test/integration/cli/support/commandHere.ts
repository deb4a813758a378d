import { Readable } from 'node:stream';
import type { CommandContext } from '../../../../src/cli/command.ts';
import { openInput } from '../../../../src/cli/input/readBytes.ts';
import type { Output } from '../../../../src/cli/output/output.ts';
import { NO_CONFIG, type Ended } from './runCommand.ts';

export type RunCli = (argv: readonly string[], context: CommandContext) => Promise<number>;

export interface HereOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Bytes of standard input; without them it is empty. */
  readonly input?: Uint8Array;
  /** Whether a person looks at stdout and stderr. */
  readonly isTerminal?: boolean;
}

/**
 * Runs the command within this process, in its working directory, which takes milliseconds where a process of its own
 * takes a second. What is promised about the process itself (signals, pipes, full disks) is no matter of this.
 */
export async function commandHere(runCli: RunCli, argv: readonly string[], options: HereOptions = {}): Promise<Ended> {
  const [stdout, stderr] = [new KeptOutput(options.isTerminal), new KeptOutput(options.isTerminal)];
  const stdin = openInput(
    () => Readable.from(options.input ? [options.input] : []),
    () => Promise.resolve(),
  );
  const { PATH, HOME, TMPDIR } = process.env;
  const code = await runCli(argv, { stdin, stdout, stderr, env: { PATH, HOME, TMPDIR, ...NO_CONFIG, ...options.env } });
  return { code, stdout: stdout.text, stderr: stderr.text };
}

/** Keeps all that is written. */
export class KeptOutput implements Output {
  readonly isTerminal: boolean;
  readonly closed = new AbortController().signal;
  text = '';

  constructor(isTerminal = false) {
    this.isTerminal = isTerminal;
  }

  write(text: string): Promise<void> {
    this.text += text;
    return Promise.resolve();
  }
}
