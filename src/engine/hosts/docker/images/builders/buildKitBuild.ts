import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { StringDecoder } from 'node:string_decoder';
import { EngineError, toError } from '../../../../errors/errors.ts';
import { untilAborted } from '../../../../async/untilAborted.ts';
import type { BuildProgress } from '../progress/buildProgress.ts';
import { labelsOf, type BuildRequest } from './buildRequest.ts';
import type { IdleDeadline } from '../../../../async/idleDeadline.ts';
import { packContext } from '../context/packContext.ts';
import { BuildKitLog } from './buildKitLog.ts';
import { secretArguments } from './buildSecrets.ts';
import { commandEndpoint } from './commandEndpoint.ts';
import { ignoresItsRules, unpackContext } from './contextFolder.ts';

/**
 * Builds with BuildKit through the Docker command: its client speaks gRPC over a connection of its own, signs in to
 * registries with the user's credentials, and passes the proxies of the user's configuration to the build. The context
 * goes through its stdin, or through a copy, so that what is built is what was hashed.
 *
 * @returns the base images that were used, with their digests
 * @throws ImageBuildError where the build fails, EngineError where the context or the daemon does
 */
export async function buildWithBuildKit(
  request: BuildRequest,
  command: 'buildx' | 'built-in',
  idle: IdleDeadline,
  emit: (progress: BuildProgress) => void,
): Promise<readonly string[]> {
  const { connection, context, surroundings } = request;
  const secrets = await secretArguments(request.secrets ?? {}, surroundings.env);
  await using endpoint = await commandEndpoint(connection.endpoint);
  const archive = () => packContext(context, () => idle.touch());
  await using folder = ignoresItsRules(context) ? await unpackContext(archive(), idle.signal) : undefined;
  const child = spawn(
    'docker',
    [...firstArguments(command), ...argumentsOf(request), ...secrets.args, folder?.path ?? '-'],
    {
      env: { ...surroundings.env, ...FIXED_ENV, ...request.secretArgs, ...secrets.env, ...endpoint.env },
      windowsHide: true,
      stdio: 'pipe',
      // A process group of its own: the command has a plugin as a child.
      detached: surroundings.platform !== 'win32',
    },
  );
  const log = new BuildKitLog();
  const ended = endOf(child);
  const stop = () => killGroup(child);
  idle.signal.addEventListener('abort', stop, { once: true });
  if (idle.signal.aborted) stop();
  try {
    const say = (text: string) => {
      idle.touch();
      log.add(text);
      emit({ text });
    };
    for (const pipe of [child.stdout, child.stderr]) listen(pipe, say);
    const sent = send(folder ? [] : archive(), child).catch((error: unknown) => toError(error));
    // If the plugin outlives the command, the pipes stay open.
    const end = await untilAborted(idle.signal, ended);
    // An error of the context comes first: the builder's error on a truncated one only follows from it.
    const broken = await sent;
    if (broken instanceof EngineError) throw broken;
    if (end === undefined) return log.taken;
    await connection.ping(idle.signal);
    throw log.toError(`the docker command ${end}`);
  } finally {
    idle.signal.removeEventListener('abort', stop);
    stop();
  }
}

function firstArguments(command: 'buildx' | 'built-in'): readonly string[] {
  // The daemon's own builder, even if another one is selected: its images are the daemon's.
  return command === 'buildx' ? ['buildx', 'build', '--builder', 'default', '--load'] : ['build'];
}

const FIXED_ENV = {
  DOCKER_BUILDKIT: '1',
  // Given as arguments or not at all.
  DOCKER_DEFAULT_PLATFORM: undefined,
  BUILDX_BUILDER: undefined,
  // With attestations, which say how an image was built, it would be a list of two.
  BUILDX_NO_DEFAULT_ATTESTATIONS: '1',
  DOCKER_CLI_HINTS: 'false',
};

function argumentsOf(request: BuildRequest): readonly string[] {
  const { name, buildArgs, secretArgs, network, platform, pull, noCache } = request;
  return [
    '--progress=plain',
    `--tag=${name}`,
    ...Object.entries(labelsOf(request)).map(([label, value]) => `--label=${label}=${value}`),
    ...(pull === true ? ['--pull'] : []),
    ...(noCache === true ? ['--no-cache'] : []),
    ...Object.entries(buildArgs).map(([arg, value]) => `--build-arg=${arg}=${value}`),
    // Without a value, it is read from the variable: other users can see arguments, but not the environment.
    ...Object.keys(secretArgs ?? {}).map((arg) => `--build-arg=${arg}`),
    ...(network === undefined ? [] : [`--network=${network}`]),
    ...(platform === undefined ? [] : [`--platform=${platform}`]),
  ];
}

/** Sends the context to a command's stdin. A truncated context must not look complete: the command is killed first. */
async function send(
  context: AsyncIterable<unknown> | readonly never[],
  child: ChildProcessWithoutNullStreams,
): Promise<undefined> {
  const { stdin } = child;
  // A command that ends early reports why itself.
  stdin.on('error', () => undefined);
  try {
    for await (const chunk of context) {
      if (stdin.destroyed) return;
      if (!stdin.write(chunk)) await Promise.race([once(stdin, 'drain'), once(stdin, 'close')]);
    }
  } catch (error) {
    killGroup(child);
    throw error;
  }
  stdin.end();
}

function listen(pipe: NodeJS.ReadableStream, say: (text: string) => void): void {
  const decoder = new StringDecoder('utf8');
  pipe.on('data', (chunk: Buffer) => say(decoder.write(chunk)));
}

/** @returns how a command failed, for people; `undefined` where it did not */
function endOf(child: ChildProcessWithoutNullStreams): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    child.on('error', (error) => {
      reject(new EngineError(`the docker command cannot be run: ${error.message}`, 'build', { cause: error }));
    });
    child.on('close', (code, signal) => {
      resolve(code === 0 ? undefined : `ended ${code === null ? `by ${signal}` : `with status ${code}`}`);
    });
  });
}

function killGroup(child: ChildProcessWithoutNullStreams): void {
  const { pid, exitCode, signalCode } = child;
  if (pid === undefined || exitCode !== null || signalCode !== null) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Windows has no process groups.
    child.kill('SIGKILL');
  }
}
