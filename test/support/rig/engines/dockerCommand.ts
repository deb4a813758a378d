import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What runs a dockerd whose socket is `engine.sock` in this folder, and all of it is in there. */
export async function dockerCommand(folder: string): Promise<string[]> {
  const config = join(folder, 'daemon.json');
  await writeFile(config, JSON.stringify({}));
  return [
    'env',
    `TMPDIR=${join(folder, 'tmp')}`,
    'dockerd',
    `--config-file=${config}`,
    `--host=unix://${join(folder, 'engine.sock')}`,
    `--data-root=${join(folder, 'data')}`,
    `--exec-root=${join(folder, 'run')}`,
    `--pidfile=${join(folder, 'pid')}`,
    // Containers here have no network; a bridge would change the machine's own.
    '--iptables=false',
    '--bridge=none',
  ];
}
