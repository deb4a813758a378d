import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Where a shell is on this machine; `undefined` where there is none. */
export function pathOfShell(name: string): string | undefined {
  return ['/bin', '/usr/bin', '/usr/local/bin', '/opt/homebrew/bin']
    .map((folder) => `${folder}/${name}`)
    .find(existsSync);
}

/** The words that a shell makes of a part of a command. */
export function shellReads(path: string, words: string): string[] {
  const out = execFileSync(path, ['-c', `printf '%s\\0' ${words}`], { encoding: 'utf8' });
  return out.split('\0').slice(0, -1);
}
