import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Docker from 'dockerode';
import { SYSTEM_PATH } from './command.ts';

export interface PrivateDaemon {
  readonly socketPath: string;
  /** Kills it with SIGKILL, stops it in order, or starts it again; resolves when that is done. */
  order(order: 'kill' | 'stop' | 'start'): Promise<void>;
  /** Removes the daemon and everything it made. */
  stop(): Promise<void>;
}

const READY_WITHIN = 60_000;

/** Starts a dockerd that shares nothing with any other one on this machine: socket, data, network. */
export async function startPrivateDaemon(withGvisor: boolean): Promise<PrivateDaemon> {
  const folder = await mkdtemp(join(tmpdir(), 'hoosegow-docker-'));
  const socketPath = join(folder, 'docker.sock');
  await writeFile(join(folder, 'daemon.json'), JSON.stringify({ runtimes: withGvisor ? { runsc: gvisor } : {} }));
  const guard = spawn(
    process.execPath,
    [
      join(import.meta.dirname, 'daemonGuard.mjs'),
      folder,
      `--config-file=${join(folder, 'daemon.json')}`,
      `--host=unix://${socketPath}`,
      `--data-root=${join(folder, 'data')}`,
      `--exec-root=${join(folder, 'exec')}`,
      `--pidfile=${join(folder, 'pid')}`,
      // Containers here have no network; a bridge would change the machine's own.
      '--iptables=false',
      '--bridge=none',
    ],
    // In a session of its own, so that an interrupt from the terminal does not reach it: it ends when the pipe closes.
    { stdio: ['pipe', 'inherit', 'inherit', 'ipc'], detached: true, env: { ...process.env, PATH: SYSTEM_PATH } },
  );
  const ended = once(guard, 'exit');
  // If the guard has ended by itself, its exit code tells why.
  const { stdin } = guard;
  stdin?.on('error', () => undefined);
  const order = async (what: 'kill' | 'stop' | 'start') => {
    const done = once(guard, 'message');
    guard.send(what);
    await done;
    if (what === 'start') await untilReady(socketPath, () => guard.exitCode !== null);
  };
  const stop = async () => {
    stdin?.end();
    const [code] = (await ended) as [number | null];
    if (code !== 0) throw new Error('the private dockerd has failed, see above');
  };
  try {
    await untilReady(socketPath, () => guard.exitCode !== null);
  } catch (error) {
    await stop();
    throw error;
  }
  return { socketPath, order, stop };
}

/** As common machines need it: they have neither KVM nor cgroups that runsc could manage. */
export const gvisor = { path: 'runsc', runtimeArgs: ['--network=none', '--ignore-cgroups', '--platform=ptrace'] };

async function untilReady(socketPath: string, hasEnded: () => boolean): Promise<void> {
  const docker = new Docker({ host: undefined, socketPath });
  const deadline = Date.now() + READY_WITHIN;
  for (;;) {
    try {
      await docker.ping();
      return;
    } catch (error) {
      if (hasEnded() || Date.now() > deadline) {
        throw new Error(`dockerd was not ready within ${READY_WITHIN} ms`, { cause: error });
      }
    }
    await sleep(100);
  }
}
