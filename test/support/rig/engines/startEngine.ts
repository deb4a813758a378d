import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SYSTEM_PATH } from '../command.ts';
import { connectTo } from '../connect.ts';
import { installDocker, installInit, installPodman } from '../debian.ts';
import { ensureDebianTree } from './debianTree.ts';
import { dockerCommand } from './dockerCommand.ts';
import type { Engine } from './engines.ts';
import { podmanCommand } from './podmanCommand.ts';
import { asUser } from './rootless.ts';

export interface RunningEngine {
  /** As in `DOCKER_HOST`. */
  readonly host: string;
  /** Removes the engine and everything it made. */
  stop(): Promise<void>;
}

const ROOT = join(import.meta.dirname, '../../../..');
const READY_WITHIN = 60_000;

/**
 * Starts an engine that shares nothing with any other one on this machine: packages, socket, data, network, processes
 * and mounts. For Debian as root. What it needs is installed or made first.
 */
export async function startEngine(engine: Engine): Promise<RunningEngine> {
  const tree = await prepare(engine);
  const shared = await realpath(tmpdir());
  // The name holds the process that made it: leftFolders.mjs reads it.
  const folder = await mkdtemp(join(shared, `hoosegow-engine-${process.pid}-`));
  // gVisor starts its own program again, as another user.
  await chmod(folder, 0o711);
  for (const part of ['tmp', 'run']) await mkdir(join(folder, part));
  const command = await (engine.kind === 'docker' ? dockerCommand : podmanCommand)(folder, engine.rootless);
  const inside = engine.rootless ? await asUser(folder, command) : command;
  const namespaces = ['--mount', '--propagation', 'private', '--pid', '--fork', '--kill-child=KILL'];
  const enter = ['sh', join(import.meta.dirname, 'enter.sh'), folder, tree, shared, ROOT, '--'];
  const guard = spawn(
    process.execPath,
    [
      join(import.meta.dirname, 'engineGuard.mjs'),
      JSON.stringify({ folder, command: ['unshare', ...namespaces, ...enter, ...inside] }),
    ],
    // In a session of its own, so that an interrupt from the terminal does not reach it: it ends when the pipe closes.
    { stdio: ['pipe', 'inherit', 'inherit'], detached: true, env: { ...process.env, PATH: SYSTEM_PATH } },
  );
  const ended = once(guard, 'exit');
  // If the guard has ended by itself, its exit code tells why.
  guard.stdin.on('error', () => undefined);
  const stop = async () => {
    guard.stdin.end();
    const [code] = (await ended) as [number | null];
    if (code !== 0) throw new Error(`the engine ${engine.id} has failed, see above`);
  };
  const host = `unix://${join(folder, 'engine.sock')}`;
  try {
    await untilReady(engine, host, () => guard.exitCode !== null);
  } catch (error) {
    await stop();
    throw error;
  }
  return { host, stop };
}

/** Gives the root that the engine runs in. */
async function prepare({ kind, from }: Engine): Promise<string> {
  await installInit();
  if (from !== 'host') return ensureDebianTree(from);
  await (kind === 'docker' ? installDocker() : installPodman());
  return '/';
}

async function untilReady({ id }: Engine, host: string, hasEnded: () => boolean): Promise<void> {
  const client = connectTo(host);
  const deadline = Date.now() + READY_WITHIN;
  for (;;) {
    try {
      await client.ping();
      return;
    } catch (error) {
      if (hasEnded() || Date.now() > deadline) {
        throw new Error(`the engine ${id} was not ready within ${READY_WITHIN} ms`, { cause: error });
      }
    }
    await sleep(100);
  }
}
