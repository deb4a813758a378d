import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { Socket } from 'node:net';
import { Duplex } from 'node:stream';

const MAX_STDERR = 8192;
/** Milliseconds to wait for the rest of stderr after the exit. */
const STDERR_GRACE = 100;

/** The command that was to carry a connection failed. */
export class CommandError extends Error {
  override name = 'CommandError';
  /** What it said on stderr, trimmed. */
  readonly stderr: string;
  constructor(message: string, stderr: string) {
    super(message);
    this.stderr = stderr;
  }
}

/**
 * A connection over stdin and stdout of a child process, for `http.Agent`. Destroying it kills the child; a child that
 * fails destroys it with a `CommandError`. No shell is involved.
 */
export class CommandSocket extends Duplex {
  readonly #child: ChildProcessWithoutNullStreams;
  #stderr = '';
  #stdoutEnded = false;
  #exit: { code: number | null; signal: string | null } | undefined;

  constructor(command: string, args: readonly string[]) {
    super();
    const child = spawn(command, args, { windowsHide: true, stdio: 'pipe' });
    this.#child = child;
    child.on('error', (error) => this.destroy(error));
    child.on('exit', (code, signal) => {
      this.#exit = { code, signal };
      this.#finish();
    });
    child.stdout.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) child.stdout.pause();
    });
    child.stdout.on('end', () => {
      this.#stdoutEnded = true;
      this.#finish();
    });
    child.stderr.setEncoding('utf8');
    child.stderr.on('data', (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-MAX_STDERR);
    });
    // Errors of the pipes only follow from the end of the child, which is reported instead.
    for (const pipe of [child.stdin, child.stdout, child.stderr]) pipe.on('error', () => undefined);
  }

  // `close` of the child comes too late: an ssh with connection sharing leaves a process behind that holds stderr open.
  #finish(): void {
    if (!this.#exit || !this.#stdoutEnded || this.destroyed) return;
    const { code, signal } = this.#exit;
    if (code === 0) {
      this.push(null);
      return;
    }
    setTimeout(() => {
      const stderr = this.#stderr.trim();
      const how = signal === null ? `with status ${code}` : `by ${signal}`;
      this.destroy(new CommandError(`${this.#child.spawnfile} ended ${how}${stderr && `: ${stderr}`}`, stderr));
    }, STDERR_GRACE);
  }

  override _read(): void {
    this.#child.stdout.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: () => void): void {
    this.#child.stdin.write(chunk, () => callback());
  }

  override _final(callback: () => void): void {
    this.#child.stdin.end();
    callback();
  }

  override _destroy(error: Error | null, callback: (error: Error | null) => void): void {
    this.#child.kill();
    for (const pipe of [this.#child.stdin, this.#child.stdout, this.#child.stderr]) pipe.destroy();
    callback(error);
  }

  // Further methods that http.Agent expects of a socket.

  setKeepAlive(): this {
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setTimeout(): this {
    return this;
  }

  ref(): this {
    this.#child.ref();
    for (const pipe of this.#sockets()) pipe.ref();
    return this;
  }

  unref(): this {
    this.#child.unref();
    for (const pipe of this.#sockets()) pipe.unref();
    return this;
  }

  #sockets(): Socket[] {
    const pipes: unknown[] = [this.#child.stdin, this.#child.stdout, this.#child.stderr];
    return pipes.filter((pipe) => pipe instanceof Socket);
  }
}
