import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, constants } from 'node:fs/promises';
import path from 'node:path';

type Env = Readonly<Record<string, string | undefined>>;

/** @returns the path of VS Code's command; `undefined` where it is not on the PATH, or there is no display to open on */
export async function findDesktopCode(platform: NodeJS.Platform, env: Env): Promise<string | undefined> {
  const hasDisplay = platform !== 'linux' || [env['DISPLAY'], env['WAYLAND_DISPLAY']].some(Boolean);
  if (!hasDisplay) return undefined;
  const name = platform === 'win32' ? 'code.cmd' : 'code';
  for (const folder of (env['PATH'] ?? '').split(path.delimiter).filter(Boolean)) {
    const file = path.join(folder, name);
    const isThere = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return file;
  }
  return undefined;
}

/**
 * Opens folders and files in a new window of VS Code, with the extension in the folder `extension`.
 *
 * @returns the exit status of VS Code's command, which ends when the window is there
 */
export async function openDesktopCode(code: string, extension: string, targets: readonly string[]): Promise<number> {
  const args = ['--new-window', `--extensionDevelopmentPath=${extension}`, ...targets];
  // A batch file runs in a shell only, which takes words apart that are not quoted.
  const isBatch = code.endsWith('.cmd');
  const words = isBatch ? args.map((word) => `"${word}"`) : args;
  const child = spawn(isBatch ? `"${code}"` : code, words, { stdio: 'inherit', shell: isBatch });
  await once(child, 'exit');
  return child.exitCode ?? 1;
}
