import { execFile } from 'node:child_process';

/** Milliseconds that a command may take to print its version. */
const DEADLINE = 15_000;

/** The Docker command line as a client of BuildKit, or why it cannot be one. */
export type BuildCommand =
  /** The buildx plugin, or the client that older command lines (18.09 to 22) have built in. */
  { readonly kind: 'buildx' | 'built-in' } | { readonly kind: 'none'; readonly reason: string };

/** Asks the `docker` on the PATH whether it can build with BuildKit. */
export async function findBuildCommand(env: Readonly<Record<string, string | undefined>>): Promise<BuildCommand> {
  const [buildx, own] = await Promise.all([ask(['buildx', 'version'], env), ask(['--version'], env)]);
  // Podman can be installed as `docker`, and calls its own builder buildx.
  if (typeof buildx === 'string' && /\bbuildx\b/.test(buildx)) return { kind: 'buildx' };
  if (own === undefined) return { kind: 'none', reason: 'there is no docker command on the PATH to drive it' };
  const [, major] = /^Docker version (\d+)\./.exec(own) ?? [];
  if (major === undefined) return { kind: 'none', reason: 'the docker command on the PATH is not that of Docker' };
  if (Number(major) >= 18 && Number(major) < 23) return { kind: 'built-in' };
  return { kind: 'none', reason: 'the docker command on the PATH has no buildx plugin' };
}

function ask(args: readonly string[], env: Readonly<Record<string, string | undefined>>): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile('docker', args, { env: { ...env }, timeout: DEADLINE, windowsHide: true }, (error, stdout) => {
      resolve(error ? undefined : stdout);
    });
  });
}
