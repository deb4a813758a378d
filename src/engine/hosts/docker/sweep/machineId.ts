import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** What the identity of a machine depends on. */
export interface MachineSurroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly platform: NodeJS.Platform;
  /** Files that may hold an id that the system itself keeps. */
  readonly systemIds: readonly string[];
}

const ID = /^[0-9a-f]{32}$/;

let cached: Promise<string> | undefined;

/**
 * An id of this machine, the same after a restart; 32 hexadecimal digits. It is the system's own where there is one
 * (hashed, to keep the original private), else a random one that is stored in the user's data folder.
 */
export function machineId(): Promise<string> {
  const { env, platform } = process;
  const systemIds = platform === 'linux' ? ['/etc/machine-id', '/var/lib/dbus/machine-id'] : [];
  cached ??= findMachineId({ env, home: homedir(), platform, systemIds });
  return cached;
}

export async function findMachineId(surroundings: MachineSurroundings): Promise<string> {
  for (const path of surroundings.systemIds) {
    const id = await readId(path);
    if (id !== undefined) return createHash('sha256').update(`hoosegow ${id}`).digest('hex').slice(0, 32);
  }
  return keptId(dataDir(surroundings));
}

/** This user's data folder for hoosegow; it may not exist yet. */
export function userDataDir(): string {
  return dataDir({ env: process.env, home: homedir(), platform: process.platform });
}

async function keptId(folder: string): Promise<string> {
  const path = join(folder, 'machine-id');
  const fresh = randomBytes(16).toString('hex');
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(path, `${fresh}\n`, { flag: 'wx' });
    return fresh;
  } catch {
    // It exists already, another process was faster, or nothing can be stored here: then it is valid for this process.
    return (await readId(path)) ?? fresh;
  }
}

async function readId(path: string): Promise<string | undefined> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const id = text.trim().replaceAll('-', '').toLowerCase();
  return ID.test(id) ? id : undefined;
}

function dataDir({ env, home, platform }: Omit<MachineSurroundings, 'systemIds'>): string {
  if (env['XDG_DATA_HOME']) return join(env['XDG_DATA_HOME'], 'hoosegow');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'hoosegow');
  if (platform === 'win32') return join(env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'hoosegow');
  return join(home, '.local', 'share', 'hoosegow');
}
