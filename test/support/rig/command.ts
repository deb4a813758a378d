import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** PATH with the folders of system commands, which `su` and some build machines leave out. */
export const SYSTEM_PATH = [process.env['PATH'] ?? '', '/usr/local/sbin', '/usr/sbin', '/sbin'].join(delimiter);

/** Runs a command to its end and gives its stdout; rejects with everything it printed where it fails. */
export function command(
  file: string,
  args: readonly string[],
  options: { cwd?: string; env?: Readonly<Record<string, string | undefined>> } = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(
      file,
      args,
      { cwd: options.cwd, env: { ...process.env, PATH: SYSTEM_PATH, ...options.env }, maxBuffer: 2 ** 26 },
      (error, stdout, stderr) => {
        if (error) reject(new Error(`${file} ${args.join(' ')} failed: ${error.message}\n${stdout}${stderr}`));
        else resolve(stdout);
      },
    ).stdin?.end();
  });
}

/** Whether a command of this name is on PATH. */
export async function isInstalled(name: string): Promise<boolean> {
  return (await findInstalled([name])) !== undefined;
}

/** Path of the first of these commands that is on PATH. */
export async function findInstalled(names: readonly string[]): Promise<string | undefined> {
  for (const name of names) {
    for (const folder of SYSTEM_PATH.split(delimiter)) {
      const path = join(folder, name);
      const isThere = await access(path, constants.X_OK).then(
        () => true,
        () => false,
      );
      if (isThere) return path;
    }
  }
  return undefined;
}
