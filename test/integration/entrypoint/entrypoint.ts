import { build } from 'esbuild';
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path, { delimiter, join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { decodeFrame, type ValueContent } from '../../../src/wire/answer/decodeFrame.ts';
import { FrameScanner } from '../../../src/wire/answer/frameScanner.ts';
import { encodeRequest, type RequestOptions } from '../../../src/wire/request.ts';

const ROOT = join(import.meta.dirname, '../../..');
const LIMITS = { valueBytes: 2 ** 30, valueNodes: 1e7, valueDepth: 100 };

export type Frame = ({ readonly type: 'stdout'; readonly value: Buffer } | ValueContent) & {
  readonly at: number | undefined;
};

export interface CallOptions {
  /** Third element of the request; without it the request is the gem's. */
  readonly request?: RequestOptions;
  /** File in `inmates/`, or an absolute path. Default `trials.mjs`. */
  readonly inmate?: string;
  /** Default `sh`. */
  readonly shell?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** The entrypoint as it is built, in a folder of its own. */
export class Entrypoint {
  readonly folder = mkdtempSync(join(tmpdir(), 'hoosegow entry point-'));
  /** Where FIFOs are made. */
  readonly temporary = mkdtempSync(join(tmpdir(), 'hoosegow-fifos-'));
  readonly #started: ChildProcessWithoutNullStreams[] = [];

  async build(): Promise<void> {
    await build({
      absWorkingDir: ROOT,
      entryPoints: ['inmate-template/entrypoint/main.ts'],
      outfile: join(this.folder, 'bin/entrypoint.cjs'),
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'cjs',
      keepNames: true,
      logLevel: 'warning',
    });
    copyFileSync(join(ROOT, 'inmate-template/bin/hoosegow'), join(this.folder, 'bin/hoosegow'));
  }

  /** Ends what a test has left, and removes everything. */
  remove(): void {
    for (const { pid } of this.#started) killGroup(pid);
    rmSync(this.folder, { recursive: true, force: true });
    rmSync(this.temporary, { recursive: true, force: true });
  }

  /** Starts it; the request is still to be written. */
  start(options: CallOptions = {}): Running {
    return new Running(this.spawn(options));
  }

  /** Starts it for whoever reads the answer himself. */
  spawn(options: CallOptions = {}): ChildProcessWithoutNullStreams {
    const [shell = 'sh', ...args] = options.shell ?? ['sh'];
    const child = spawn(shell, [...args, join(this.folder, 'bin/hoosegow')], {
      // Where a core dump would land.
      cwd: this.folder,
      detached: true,
      env: {
        PATH: process.env['PATH'],
        TMPDIR: this.temporary,
        HOOSEGOW_NODE: process.execPath,
        HOOSEGOW_INMATE: path.resolve(ROOT, 'test/fixtures/entrypoint', options.inmate ?? 'trials.mjs'),
        HOOSEGOW_OWN_GROUP: '1',
        ...options.env,
      },
    });
    this.#started.push(child);
    return child;
  }

  /** One call from the request to the end, stdin half-closed right after the request as the gem does it. */
  async call(method: string, args: readonly unknown[] = [], options: CallOptions = {}): Promise<Running> {
    const running = this.start(options);
    running.write(encodeRequest(method, args, options.request));
    if (!options.request?.lease) running.child.stdin.end();
    await running.ended;
    if (running.cut) throw new Error('the answer ends within a frame');
    return running;
  }
}

/** An entrypoint under way, and what has come from it so far. */
export class Running {
  readonly child: ChildProcessWithoutNullStreams;
  readonly frames: Frame[] = [];
  stderr = '';
  /** Whether the answer ended within a frame. */
  cut = false;
  /** Resolves when the streams are closed. */
  readonly ended: Promise<unknown>;
  /** Called with every frame but stdout. */
  onFrame: (frame: Frame) => void = () => undefined;
  #parts: Uint8Array[] = [];

  constructor(child: ChildProcessWithoutNullStreams) {
    this.child = child;
    this.ended = once(child, 'close');
    const scanner = new FrameScanner(
      {
        stdout: (part) => void this.#parts.push(part),
        frame: (frame) => {
          if (frame.type === 'stdout') {
            this.frames.push({ type: 'stdout', value: Buffer.concat(this.#parts), at: frame.at });
            this.#parts = [];
            return;
          }
          const content = decodeFrame(frame);
          if ('kind' in content) throw new Error(content.expected);
          const decoded = { ...content, at: frame.at };
          this.frames.push(decoded);
          this.onFrame(decoded);
        },
      },
      LIMITS,
    );
    child.stdout.on('data', (chunk: Buffer) => {
      const fault = scanner.push(chunk);
      if (fault) throw new Error(JSON.stringify(fault));
    });
    child.stdout.on('end', () => {
      this.cut = scanner.end() !== undefined;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
    });
    child.stdin.on('error', () => undefined);
  }

  write(bytes: Uint8Array): void {
    this.child.stdin.write(bytes);
  }

  get stdout(): string {
    return Buffer.concat(this.frames.flatMap((frame) => (frame.type === 'stdout' ? [frame.value] : []))).toString();
  }

  /** Exit code, or the signal that ended it. */
  get status(): number | string | null {
    return this.child.exitCode ?? this.child.signalCode;
  }

  /** The last frame, without its time. */
  get last(): unknown {
    const { type, value } = this.frames.at(-1) ?? { type: undefined, value: undefined };
    return { type, value };
  }

  /** The frames as short texts, output between two other frames joined: `stdout: …`, `yield: [1]`. */
  get story(): string[] {
    const story: string[] = [];
    let printed = '';
    for (const frame of this.frames) {
      if (frame.type === 'stdout') {
        printed += frame.value.toString();
        continue;
      }
      if (printed !== '') story.push(`stdout: ${printed}`);
      printed = '';
      story.push(`${frame.type}: ${JSON.stringify(frame.value)}`);
    }
    if (printed !== '') story.push(`stdout: ${printed}`);
    return story;
  }

  async nextFrame(type: Frame['type']): Promise<Frame> {
    return new Promise((resolve) => {
      this.onFrame = (frame) => {
        if (frame.type === type) resolve(frame);
      };
    });
  }
}

/** The entrypoint for a test file. */
export function entrypointUnderTest(): Entrypoint {
  const entrypoint = new Entrypoint();
  beforeAll(async () => entrypoint.build());
  afterAll(() => entrypoint.remove());
  return entrypoint;
}

/** As vitest's, but not `any`. */
export const containing = (text: string): unknown => expect.stringContaining(text);
export const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);

/** The shells of these systems that the entrypoint has to run with. */
export const SHELLS = [['sh'], ['busybox', 'sh']].filter(([command = '']) => isInstalled(command));

function isInstalled(command: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, command)));
}

function killGroup(group: number | undefined): void {
  // Only one that is still there: its number may be another's by now.
  if (group !== undefined && processesOfGroup(group).length > 0) process.kill(-group, 'SIGKILL');
}

/** Processes of a group that are still there. */
export function processesOfGroup(group: number | undefined): string[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name) && groupOf(name) === group);
}

/** @returns `undefined` for a process that is gone, be it that nobody has asked for its status yet */
function groupOf(pid: string): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' ? undefined : Number(group);
  } catch {
    return undefined;
  }
}
