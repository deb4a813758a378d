import type { RegistryAccess } from '../../registry/registryAccess.ts';
import { BuildLog } from '../log/buildLog.ts';
import { BuildOutput, type BuildMessage } from '../log/buildOutput.ts';
import type { BuildProgress } from '../progress/buildProgress.ts';
import { labelsOf, type BuildRequest } from './buildRequest.ts';
import type { IdleDeadline } from '../../../../async/idleDeadline.ts';
import { packContext } from '../context/packContext.ts';
import { DaemonError } from '../../connection/daemonError.ts';

/**
 * Builds with the builder that every daemon has, through its API alone: Docker's classic one, Podman's Buildah.
 *
 * @param how whether the layers of earlier builds must not be used
 * @throws ImageBuildError where the build fails
 */
export async function buildWithDaemon(
  request: BuildRequest,
  how: { readonly access: RegistryAccess; readonly nocache: boolean },
  idle: IdleDeadline,
  emit: (progress: BuildProgress) => void,
): Promise<void> {
  // Until then the name of the engine is unknown.
  await request.connection.ready(idle.signal);
  const log = new BuildLog(request.connection.engine.name);
  try {
    const answer = await startBuild(request, how, idle);
    await follow(answer, idle, (message) => {
      const text = log.add(message);
      if (text !== '') emit({ text });
      if (message.kind === 'error') throw log.toError(message.message);
    });
  } catch (error) {
    idle.signal.throwIfAborted();
    throw error instanceof DaemonError ? log.toError(error.message, { cause: error }) : error;
  }
}

async function startBuild(
  request: BuildRequest,
  { access: { credentials, proxies }, nocache }: { readonly access: RegistryAccess; readonly nocache: boolean },
  idle: IdleDeadline,
): Promise<NodeJS.ReadableStream> {
  const { connection, context, name, buildArgs, secretArgs, network, platform, pull } = request;
  return connection.docker.buildImage(
    packContext(context, () => idle.touch()),
    {
      t: name,
      buildargs: { ...proxies, ...buildArgs, ...secretArgs },
      labels: labelsOf(request),
      rm: true,
      forcerm: true,
      ...(nocache && { nocache }),
      ...(pull === true && { pull }),
      ...(network !== undefined && { networkmode: network }),
      ...(platform !== undefined && { platform }),
      // Without it, Podman uses its own credentials.
      ...(Object.keys(credentials).length > 0 && { registryconfig: { ...credentials } }),
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
