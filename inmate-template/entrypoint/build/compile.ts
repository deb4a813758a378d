import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { COMPILED } from './compileCache.ts';

/** Whom a container runs as: Node keeps a cache for each user. */
const NOBODY = 65_534;
/** What is imported may have no end (`/dev/zero`), or never begin. In milliseconds, and in KiB of memory. */
const LIMITS = { time: 10_000, memory: 1024 * 1024 };
const LIMITED = `ulimit -c 0; ulimit -d ${LIMITS.memory}; exec "$0" "$@"`;

/**
 * A step of the image's build: fills the compile cache with the inmate and what it imports. It needs root, to let
 * another user link and to take what that user has written out of its hands. Where anything is wrong there is less in
 * the cache, or nothing; what is wrong with an inmate is for the call to say.
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

/** Everybody may read it, and nobody but root may write to it. */
function seal(): void {
  chownSync(COMPILED, 0, 0);
  for (const entry of readdirSync(COMPILED, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    chownSync(path, 0, 0);
    chmodSync(path, entry.isDirectory() ? 0o755 : 0o644);
  }
}
