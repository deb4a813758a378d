import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { assetPath } from '../../assets/assets.ts';
import type { Jail, JailEnd, JailSink, JailStreams } from '../containerHost.ts';
import { Deferred } from '../../async/deferred.ts';
import { EngineError } from '../../errors/errors.ts';
import type { InmateEnv } from '../../options/inmateEnv.ts';

/** Variables of this process that an inmate may see. */
const PASSED_ENVIRONMENT = ['PATH', 'HOME', 'LANG', 'SystemRoot', 'USERPROFILE'];

const isWindows = process.platform === 'win32';

/** An inmate as a process group of this machine. */
export class ProcessJail implements Jail {
  readonly id: string;
  readonly #inmateFile: string;
  readonly #tmp: string;
  readonly #env: InmateEnv;
  readonly #drained = new Deferred<void>();
  readonly #ended = new Deferred<JailEnd>();
  #sink: JailSink | undefined;
  #child: ChildProcessWithoutNullStreams | undefined;

  /** @param tmp folder for the temporary files of the inmate and its entrypoint */
  constructor(id: string, inmateFile: string, tmp: string, env: InmateEnv) {
    this.id = id;
    this.#tmp = tmp;
    this.#env = env;
    this.#inmateFile = inmateFile;
  }

  attach(sink: JailSink): Promise<JailStreams> {
    this.#sink = sink;
    return Promise.resolve({
      drained: this.#drained.promise,
      ended: this.#ended.promise,
      write: (bytes) => void this.#child?.stdin.write(bytes),
      closeStdin: () => void this.#child?.stdin.end(),
    });
  }

  async start(): Promise<void> {
    const child = this.#spawn();
    this.#child = child;
    const spawned = new Deferred<void>();
    child.on('spawn', () => spawned.resolve());
    child.on('error', (error) => {
      spawned.reject(new EngineError(`the inmate's process could not be started: ${error.message}`, 'start'));
    });
    // A write to a process that has just ended gives EPIPE; its end is reported anyway.
    child.stdin.on('error', () => undefined);
    child.stdout.on('data', (chunk: Buffer) => this.#sink?.bytes('stdout', chunk));
    child.stderr.on('data', (chunk: Buffer) => this.#sink?.bytes('stderr', chunk));
    child.on('exit', (code, signal) => {
      this.#ended.resolve({ code, signal, oomKilled: false });
      // Processes that the inmate left behind hold its output open, and none may outlive the dispatch.
      void this.kill();
    });
    child.on('close', () => this.#drained.resolve());
    await spawned.promise;
  }

  kill(): Promise<void> {
    const pid = this.#child?.pid;
    if (pid === undefined) return Promise.resolve();
    if (isWindows) return endTree(pid);
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // The whole group is gone already.
    }
    return Promise.resolve();
  }

  close(): void {
    this.#child?.stdin.destroy();
    this.#child?.stdout.destroy();
    this.#child?.stderr.destroy();
  }

  #spawn(): ChildProcessWithoutNullStreams {
    const passed = PASSED_ENVIRONMENT.map((name) => [name, process.env[name]] as const);
    const options = {
      cwd: dirname(this.#inmateFile),
      // A process group of its own, so that nothing of it survives a kill.
      detached: !isWindows,
      windowsHide: true,
      env: {
        ...Object.fromEntries<string | undefined>(passed),
        ...this.#env,
        TMPDIR: this.#tmp,
        TEMP: this.#tmp,
        TMP: this.#tmp,
        ELECTRON_RUN_AS_NODE: '1',
        HOOSEGOW_NODE: process.execPath,
        HOOSEGOW_INMATE: this.#inmateFile,
        HOOSEGOW_OWN_GROUP: '1',
        ...(canStripTypes() ? {} : { HOOSEGOW_IMPORT: pathToFileURL(assetPath('typescriptRegister.mjs')).href }),
      },
    };
    // Windows has no FIFO: there the entrypoint uses plain pipes, and output of child processes may be out of order.
    return isWindows
      ? spawn(process.execPath, [assetPath('inmate-template', 'bin', 'entrypoint.cjs'), 'pipes'], options)
      : spawn('/bin/sh', [assetPath('inmate-template', 'bin', 'hoosegow')], options);
  }
}

/** Node strips types by itself from 22.18 on. */
function canStripTypes(): boolean {
  return 'typescript' in process.features && process.features.typescript !== false;
}

function endTree(pid: number): Promise<void> {
  return new Promise((resolve) => {
    const killer = spawn('taskkill', ['/PID', String(pid), '/T', '/F'], { windowsHide: true, stdio: 'ignore' });
    killer.on('error', () => resolve());
    killer.on('close', () => resolve());
  });
}
