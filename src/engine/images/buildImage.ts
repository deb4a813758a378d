import type { DockerConnection } from '../docker/connect.ts';
import { DaemonError } from '../docker/daemonError.ts';
import { EngineError, HoosegowError } from '../errors.ts';
import { LABELS } from '../labels.ts';
import { BuildLog } from './buildLog.ts';
import { BuildOutput, type BuildMessage } from './buildOutput.ts';
import type { BuildProgress } from './buildProgress.ts';
import type { BuildContext } from './contextEntries.ts';
import { IdleDeadline } from './idleDeadline.ts';
import { imageExists } from './imageStore.ts';
import { packContext } from './packContext.ts';
import { SharedWork } from './sharedWork.ts';

/** Milliseconds without a word of Docker after which a build is given up; installing dependencies can be silent long. */
const IDLE_LIMIT = 15 * 60_000;

export interface BuildRequest {
  readonly connection: DockerConnection;
  readonly context: BuildContext;
  /** Name that the image gets. */
  readonly name: string;
  /** See `projectId`. */
  readonly project: string;
  readonly buildArgs: Readonly<Record<string, string>>;
  /** Network of the build's steps; without it the daemon's default. */
  readonly network?: string | undefined;
}

const builds = new SharedWork<void, BuildProgress>();

/**
 * Builds an image. Calls for the same image at the same time share one build, which is cancelled when the last of them
 * is aborted; then neither a container nor an image of that name stays behind.
 *
 * @throws {ImageBuildError} with Docker's detail where the build fails
 * @throws {EngineError} where Docker does; the signal's reason where that is aborted
 */
export async function buildImage(
  request: BuildRequest,
  onProgress?: (progress: BuildProgress) => void,
  signal?: AbortSignal,
): Promise<void> {
  const key = JSON.stringify([request.connection.endpoint.url, request.name]);
  await builds.run(key, signal, onProgress, (abort, emit) => build(request, abort, emit));
}

async function build(
  request: BuildRequest,
  signal: AbortSignal,
  emit: (progress: BuildProgress) => void,
): Promise<void> {
  const log = new BuildLog(request.connection.engine.name);
  const idle = new IdleDeadline(IDLE_LIMIT, 'build', signal);
  try {
    const answer = await startBuild(request, idle);
    await follow(answer, idle, (message) => {
      const text = log.add(message);
      if (text !== '') emit({ text });
      if (message.kind === 'error') throw log.toError(message.message);
    });
  } catch (error) {
    idle.signal.throwIfAborted();
    if (error instanceof DaemonError) throw log.toError(error.message, { cause: error });
    throw error instanceof HoosegowError ? error : request.connection.toError(error, 'build');
  } finally {
    idle.close();
  }
  // A daemon that is stopped ends the answer as if all were well.
  if (!(await imageExists(request.connection, request.name, signal))) {
    throw new EngineError(
      `${request.connection.engine.name} ended the build without an image: was it stopped?`,
      'build',
    );
  }
}

/** By the daemon's own builder: BuildKit would need a session over gRPC. */
async function startBuild(request: BuildRequest, idle: IdleDeadline): Promise<NodeJS.ReadableStream> {
  const { connection, context, name, project, buildArgs, network } = request;
  return connection.docker.buildImage(
    packContext(context, () => idle.touch()),
    {
      t: name,
      buildargs: { ...buildArgs },
      labels: { [LABELS.project]: project },
      rm: true,
      forcerm: true,
      ...(network !== undefined && { networkmode: network }),
      abortSignal: idle.signal,
    },
  );
}

async function follow(
  answer: NodeJS.ReadableStream,
  idle: IdleDeadline,
  take: (message: BuildMessage) => void,
): Promise<void> {
  const output = new BuildOutput();
  for await (const chunk of answer) {
    idle.touch();
    for (const message of output.push(Buffer.from(chunk))) take(message);
  }
  for (const message of output.end()) take(message);
}
