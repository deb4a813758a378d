import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';

/** No test depends on what the user has configured. */
export const NO_CONFIG = { XDG_CONFIG_HOME: '/nonexistent/config' };

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Bytes of standard input; without them it is empty. */
  readonly input?: Uint8Array;
}

/** A command that runs, and how it ends. */
export interface RunningCommand {
  readonly process: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly ended: Promise<Ended>;
}

export function startCommand(argv: readonly string[], options: CommandOptions = {}): RunningCommand {
  const [file = '', ...args] = argv;
  const env = {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    TMPDIR: process.env['TMPDIR'],
    ...NO_CONFIG,
    ...options.env,
  };
  const child = spawn(file, args, { cwd: options.cwd, env, stdio: ['pipe', 'pipe', 'pipe'] });
  // One that does not read it may have ended by then.
  child.stdin.on('error', () => undefined).end(options.input);
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => (texts[name] += text));
  }
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, ...texts }));
  });
  return { process: child, ended };
}

export async function runCommand(argv: readonly string[], options: CommandOptions = {}): Promise<Ended> {
  return startCommand(argv, options).ended;
}
