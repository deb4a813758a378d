import { spawn } from 'node:child_process';

type Env = Readonly<Record<string, string | undefined>>;

/** @returns the command that opens a page in the user's browser; `undefined` where there is no display */
export function openerOf(platform: NodeJS.Platform, env: Env): readonly string[] | undefined {
  if (platform === 'darwin') return ['open'];
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler'];
  const hasDisplay = [env['DISPLAY'], env['WAYLAND_DISPLAY'], env['WSL_DISTRO_NAME']].some(Boolean);
  return hasDisplay ? ['xdg-open'] : undefined;
}

/** Opens a page in the user's browser. If that fails, the user still has its address. */
export function openBrowser(url: string, env: Env): void {
  const [file, ...args] = openerOf(process.platform, env) ?? [];
  if (file === undefined) return;
  const opener = spawn(file, [...args, url], { stdio: 'ignore', detached: true });
  opener.on('error', () => undefined);
  opener.unref();
}
