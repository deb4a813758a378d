import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { COMPILED } from './compileCache.ts';

/** The user of a container: Node keeps a cache for each user. */
const NOBODY = 65_534;
/** An import may never end (`/dev/zero`), or never begin. In milliseconds, and in KiB of memory. */
const LIMITS = { time: 10_000, memory: 1024 * 1024 };
const LIMITED = `ulimit -c 0; ulimit -d ${LIMITS.memory}; exec "$0" "$@"`;

/**
 * A step of the image's build: fills the compile cache with the inmate and what it imports. It needs root, to link as
 * another user and then to take ownership of what that user has written. Where anything fails the cache holds less, or
 * nothing; it is the call that reports what is wrong with an inmate.
 */
export function compileInmate(): void {
  try {
    rmSync(COMPILED, { recursive: true, force: true });
    mkdirSync(COMPILED);
    chownSync(COMPILED, NOBODY, NOBODY);
    spawnSync('/bin/sh', ['-c', LIMITED, process.execPath, __filename, 'link'], {
      uid: NOBODY,
      gid: NOBODY,
      env: { ...process.env, NODE_COMPILE_CACHE: COMPILED },
      stdio: 'ignore',
      timeout: LIMITS.time,
      killSignal: 'SIGKILL',
    });
    seal();
  } catch (error) {
    process.stdout.write(
      `the inmate is not compiled beforehand: ${error instanceof Error ? error.message : String(error)}\n`,
    );
  }
}

/** All users may read it, and only root may write to it. */
function seal(): void {
  chownSync(COMPILED, 0, 0);
  for (const entry of readdirSync(COMPILED, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    chownSync(path, 0, 0);
    chmodSync(path, entry.isDirectory() ? 0o755 : 0o644);
  }
}
