import { stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { nonEmpty, type EndpointSurroundings } from './endpointTypes.ts';

const PROBE_MS = 500;

/** Sockets that container engines open by default on this kind of machine, best first. */
export function usualSockets({ env, home, platform }: EndpointSurroundings): string[] {
  if (platform === 'win32') return ['//./pipe/docker_engine', '//./pipe/dockerDesktopLinuxEngine'];
  const runtimeDir = nonEmpty(env['XDG_RUNTIME_DIR']);
  const inRuntimeDir = (...parts: string[]) => (runtimeDir !== undefined ? [join(runtimeDir, ...parts)] : []);
  return [
    '/var/run/docker.sock',
    join(home, '.docker', 'run', 'docker.sock'),
    join(home, '.docker', 'desktop', 'docker.sock'),
    ...inRuntimeDir('docker.sock'),
    ...inRuntimeDir('podman', 'podman.sock'),
    '/run/podman/podman.sock',
    join(home, '.colima', 'default', 'docker.sock'),
  ];
}

/**
 * The first of these sockets that accepts connections; if none does, the first that exists, so that the error of
 * connecting to it (no permission, no listener) reaches the user. `undefined`: none exists.
 */
export async function firstUsableSocket(paths: readonly string[]): Promise<string | undefined> {
  let existing: string | undefined;
  for (const path of paths) {
    if (!(await exists(path))) continue;
    if (await accepts(path)) return path;
    existing ??= path;
  }
  return existing;
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch {
    return false;
  }
}

function accepts(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(socketPath);
    const done = (accepted: boolean) => {
      socket.destroy();
      resolve(accepted);
    };
    socket.setTimeout(PROBE_MS, () => {
      done(false);
    });
    socket.on('connect', () => {
      done(true);
    });
    socket.on('error', () => {
      done(false);
    });
  });
}
