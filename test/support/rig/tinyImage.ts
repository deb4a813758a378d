import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import type Docker from 'dockerode';
import { pack } from 'tar-stream';

export const TINY_IMAGE = 'hoosegow-test-tiny:1';
/** Debian's, linked statically: it runs without anything else. */
const BUSYBOX = '/bin/busybox';

/** Gives the daemon an image of two megabytes with nothing but a shell and its tools: the cheapest containers. */
export async function importTinyImage(docker: Docker): Promise<void> {
  const archive = pack();
  archive.entry({ name: 'bin/busybox', mode: 0o755 }, await readFile(BUSYBOX));
  for (const name of ['sh', 'cat', 'sleep', 'head', 'yes', 'dd', 'true']) {
    archive.entry({ name: `bin/${name}`, type: 'symlink', linkname: 'busybox' });
  }
  for (const name of ['tmp', 'proc', 'dev', 'sys', 'etc']) archive.entry({ name, type: 'directory', mode: 0o755 });
  archive.finalize();
  const options = { repo: TINY_IMAGE, changes: 'ENV PATH=/bin' };
  const progress = await docker.importImage(Readable.from([await buffer(archive)]), options);
  await new Promise<void>((resolve, reject) => {
    docker.modem.followProgress(progress, (error) => (error ? reject(error) : resolve()));
  });
}

/** Inmates in shell, each for `Entrypoint: ['/bin/sh', '-c', …]`. Frames are written in octal. */
export const TINY_INMATES = {
  /** Prints, yields 1 and returns 42 when it is asked, and ends when its input does. */
  answers: String.raw`head -c 1 >/dev/null; printf '\222\246stdout\304\003hi\012\222\245yield\221\001\222\246return\052'; cat >/dev/null`,
  /** Prints, and lives as long as its host. */
  waits: String.raw`head -c 1 >/dev/null; printf '\222\246stdout\304\003hi\012'; cat >/dev/null`,
  /** Prints half a megabyte, and then lives as long as its host. */
  floods: String.raw`head -c 1 >/dev/null; yes | head -c 500000 >&2; cat >/dev/null`,
  /** Prints without end, and ignores its input. */
  floodsForEver: String.raw`head -c 1 >/dev/null; yes >&2`,
};
