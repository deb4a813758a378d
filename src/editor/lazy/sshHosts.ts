import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const MAX_HOSTS = 100;
const HOST_NAME = /^[A-Za-z0-9_][A-Za-z0-9._-]*$/;

/** Hosts in the user's ssh configuration, without patterns. Never runs anything from that configuration. */
export async function readSshHosts(home: string): Promise<readonly string[]> {
  const text = await readFile(join(home, '.ssh', 'config'), 'utf8').catch(() => '');
  return sshHostsOf(text);
}

/** @param config text of an ssh configuration */
export function sshHostsOf(config: string): readonly string[] {
  const hosts = new Set<string>();
  for (const line of config.split(/\r?\n/)) {
    const [, names = ''] = /^\s*host(?:\s+|\s*=\s*)(.*)$/i.exec(line) ?? [];
    for (const name of names.split(/\s+/)) {
      if (name.startsWith('#')) break;
      const bare = name.replace(/^"(.*)"$/, '$1');
      if (HOST_NAME.test(bare)) hosts.add(bare);
    }
  }
  return [...hosts].slice(0, MAX_HOSTS);
}
