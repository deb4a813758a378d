import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

export interface FakeSsh extends AsyncDisposable {
  /** Value of PATH with the fake in front. */
  readonly path: string;
  /** The arguments of each call so far, and the process id. */
  calls(): Promise<{ readonly pid: number; readonly args: readonly string[] }[]>;
}

/**
 * An `ssh` that needs no server: it checks that it is asked for `docker system dial-stdio` on the host `box` and carries
 * stdin and stdout to the daemon's socket, as that command does at the other end. The host `denied` lets nobody in.
 */
export async function makeFakeSsh(socketPath: string): Promise<FakeSsh> {
  const folder = await mkdtemp(join(tmpdir(), 'hoosegow-ssh-'));
  const log = join(folder, 'calls');
  const script = `#!${process.execPath}
const args = process.argv.slice(2);
require('node:fs').appendFileSync(${JSON.stringify(log)}, JSON.stringify({ pid: process.pid, args }) + '\\n');
const [host, ...command] = args.slice(args.indexOf('--') + 1);
if (host === 'denied') {
  console.error('me@denied: Permission denied (publickey).');
  process.exit(255);
}
if (host !== 'box' || command.join(' ') !== 'docker system dial-stdio') process.exit(2);
const daemon = require('node:net').connect({ path: ${JSON.stringify(socketPath)}, allowHalfOpen: true });
process.stdin.pipe(daemon).pipe(process.stdout);
daemon.on('end', () => process.stdout.end(() => process.exit(0)));
`;
  await writeFile(join(folder, 'ssh'), script);
  await chmod(join(folder, 'ssh'), 0o755);
  return {
    path: folder + delimiter + (process.env['PATH'] ?? ''),
    calls: async () => {
      const text = await readFile(log, 'utf8').catch(() => '');
      return text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as { pid: number; args: string[] });
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}
