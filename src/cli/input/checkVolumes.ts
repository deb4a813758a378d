import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { UsageError, type DockerOptions } from '../../engine/index.ts';
import { parseVolumes, resolveEndpoint } from '../../engine/internal.ts';
import { codeOf } from '../../wire/thrown.ts';
import { describeFileError } from '../fileError.ts';

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Finds out before anything is built that a path of the host is missing. Only where the engine is sure to see the files
 * of this machine: what another machine has, only its engine can tell.
 *
 * @param volumes as the engine takes them
 * @throws UsageError naming the volume whose path is missing, or which cannot be right
 */
export async function checkVolumes(
  volumes: Readonly<Record<string, string>>,
  docker: DockerOptions | undefined,
  env: Env,
): Promise<void> {
  const paths = parseVolumes(volumes, process.cwd()).filter(({ Type: type }) => type === 'bind');
  if (paths.length === 0 || !(await isHere(docker, env))) return;
  for (const { Source: source, Target: target } of paths) {
    const missing = await stat(source).then(
      () => undefined,
      (error: unknown) => error,
    );
    // The engine may see what this user may not.
    if (!isMissing(missing)) continue;
    throw new UsageError(`--volume for ${target}: cannot show it ${source}: ${describeFileError(missing)}`);
  }
}

/**
 * Whether the engine's files are those of this process: on Linux, its socket is root's or this user's own, and is not a
 * mount. A mounted one leads out of the container that this process is in, and those of Docker Desktop and Colima into
 * a virtual machine.
 */
async function isHere(docker: DockerOptions | undefined, env: Env): Promise<boolean> {
  const { platform } = process;
  if (platform !== 'linux') return false;
  try {
    const { connection } = await resolveEndpoint(docker ?? {}, { env, home: homedir(), platform });
    if (connection.kind !== 'socket' || /[\\/](?:\.colima|desktop)[\\/]/.test(connection.socketPath)) return false;
    const [socket, folder] = await Promise.all([
      stat(connection.socketPath),
      stat(path.dirname(connection.socketPath)),
    ]);
    const runtimeDir = env['XDG_RUNTIME_DIR'] ?? '';
    const isOwn = runtimeDir !== '' && connection.socketPath.startsWith(`${runtimeDir}/`);
    return socket.isSocket() && socket.dev === folder.dev && (socket.uid === 0 || isOwn);
  } catch {
    // Where there is no engine, the call itself reports it.
    return false;
  }
}

function isMissing(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}
