import { askForBuilder } from '../connection/daemonBuilder.ts';
import { EngineError, HoosegowError, ImageBuildError } from '../../../errors/errors.ts';
import { readRegistryAccess } from '../registry/registryAccess.ts';
import { findBuildCommand } from './builders/buildCommand.ts';
import { buildWithBuildKit } from './builders/buildKitBuild.ts';
import { chooseBuilder } from './builders/chooseBuilder.ts';
import { buildWithDaemon } from './builders/classicBuild.ts';
import { withHints, type BuildCircumstances } from './log/failureHints.ts';
import type { BuildProgress } from './progress/buildProgress.ts';
import type { BuildRequest } from './builders/buildRequest.ts';
import { contextText } from './context/contextText.ts';
import { parsePlatform } from '../container/platform.ts';
import { buildKitNeeds } from './dockerfile/buildKitNeeds.ts';
import { namedImages } from './dockerfile/namedImages.ts';
import { parseDockerfile, type Dockerfile } from './dockerfile/parseDockerfile.ts';
import { IdleDeadline } from '../../../async/idleDeadline.ts';
import { imageExists, inspectImage, removeImage } from './store/imageStore.ts';
import { SharedWork } from '../../../async/sharedWork.ts';

/** Milliseconds without output from Docker after which a build is given up; an install can be silent for long. */
const IDLE_LIMIT = 15 * 60_000;

const builds = new SharedWork<readonly string[], BuildProgress>();

/**
 * Builds an image. Concurrent calls for the same image share one build, which is cancelled when the last of them is
 * aborted; then no container or image of that name stays behind.
 *
 * @returns base images that were used, with their digests, as far as the builder reports them
 * @throws {ImageBuildError} with Docker's detail where the build fails
 * @throws {EngineError} where Docker itself fails; the signal's reason where that is aborted
 */
export async function buildImage(
  request: BuildRequest,
  onProgress?: (progress: BuildProgress) => void,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const { pull, noCache } = request;
  const key = JSON.stringify([request.connection.endpoint.url, request.name, pull === true, noCache === true]);
  return builds.run(key, signal, onProgress, (abort, emit) => build(request, abort, emit));
}

async function build(
  request: BuildRequest,
  signal: AbortSignal,
  emit: (progress: BuildProgress) => void,
): Promise<readonly string[]> {
  const idle = new IdleDeadline(IDLE_LIMIT, 'build', signal);
  let taken: readonly string[];
  try {
    taken = await buildByChoice(request, idle, emit);
  } catch (error) {
    idle.signal.throwIfAborted();
    throw error instanceof HoosegowError ? error : request.connection.toError(error, 'build');
  } finally {
    idle.close();
  }
  // A daemon that is stopped ends the answer as if the build had succeeded.
  if (!(await imageExists(request.connection, request.name, signal))) {
    throw new EngineError(
      `${request.connection.engine.name} ended the build without an image: was it stopped?`,
      'build',
    );
  }
  await checkPlatform(request);
  return taken;
}

/** Removes the image, whose name stands for the requested platform, if it is for another one. */
async function checkPlatform(request: BuildRequest): Promise<void> {
  if (await hasPlatform(request)) return;
  await removeImage(request.connection, request.name);
  const detail = `the image has come out for another platform than ${request.platform}`;
  const { name } = request.connection.engine;
  throw new ImageBuildError(`${name} could not build the image: ${detail}`, detail, `${detail}\n`);
}

async function hasPlatform({ connection, name, platform }: BuildRequest): Promise<boolean> {
  if (platform === undefined) return true;
  const said = (await inspectImage(connection, name))?.platform;
  const built = said === undefined ? undefined : parsePlatform(said, "the image's platform");
  // An image for any variant of a processor may not name one.
  return built === undefined || built === platform || platform.startsWith(`${built}/`);
}

async function buildByChoice(
  request: BuildRequest,
  idle: IdleDeadline,
  emit: (progress: BuildProgress) => void,
): Promise<readonly string[]> {
  const { connection, network, platform, surroundings } = request;
  // It shows what the build needs; the builder reports what is wrong with it.
  const text = (await contextText(request.context, 'Dockerfile')) ?? '';
  const dockerfile = parseDockerfile(text);
  // Secrets that no step uses do not need BuildKit.
  const secrets = /type=secret|\/run\/secrets/.test(text) ? Object.keys(request.secrets ?? {}) : [];
  const needs = [...buildKitNeeds(dockerfile), ...secrets.map((id) => `the secret ${id}`)];
  const daemon = await askForBuilder(connection, idle.signal);
  const choice = await chooseBuilder({
    daemon,
    setting: surroundings.env['DOCKER_BUILDKIT'],
    needs,
    network,
    findCommand: () => findBuildCommand(surroundings.env),
  });
  if (choice.kind === 'buildkit') {
    const isOldBuildKit = daemon.buildKit === 'there' && dockerfile.syntax === undefined;
    return explained({ warnings: [], platform, isOldBuildKit }, () =>
      buildWithBuildKit(request, choice.command, idle, emit),
    );
  }
  // Buildah supports most of BuildKit's features, and reports the others itself. Secrets would go into its context.
  const lacking = daemon.isPodman ? needs.slice(needs.length - secrets.length) : needs;
  if (lacking.length > 0) throw withoutBuildKit(connection.engine.name, lacking, choice);
  if (dockerfile.syntax !== undefined) {
    emit({ text: `the line "# syntax=${dockerfile.syntax}" is for BuildKit and not heeded: ${choice.reason}\n` });
  }
  await buildClassic(request, { dockerfile, isPodman: daemon.isPodman }, idle, emit);
  return [];
}

async function buildClassic(
  request: BuildRequest,
  { dockerfile, isPodman }: { readonly dockerfile: Dockerfile; readonly isPodman: boolean },
  idle: IdleDeadline,
  emit: (progress: BuildProgress) => void,
): Promise<void> {
  const access = await readRegistryAccess({
    images: namedImages(dockerfile, request.buildArgs),
    daemon: request.connection.endpoint.url,
    isPodman,
    surroundings: request.surroundings,
    signal: idle.signal,
  });
  for (const warning of access.warnings) emit({ text: `warning: ${warning}\n` });
  const { warnings } = access;
  await explained({ warnings, platform: request.platform, isOldBuildKit: false }, async () => {
    await buildWithDaemon(request, { access, nocache: request.noCache === true }, idle, emit);
    // The cache of Docker 20.10 does not distinguish platforms.
    if (await hasPlatform(request)) return;
    emit({ text: 'the cached layers are for another platform: building without them\n' });
    await buildWithDaemon(request, { access, nocache: true }, idle, emit);
  });
}

async function explained<T>(circumstances: BuildCircumstances, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof ImageBuildError ? withHints(error, circumstances) : error;
  }
}

function withoutBuildKit(
  engine: string,
  needs: readonly string[],
  { reason, help }: { readonly reason: string; readonly help: string },
): ImageBuildError {
  const detail = `this build needs BuildKit for ${needs.join(', ')}, and it cannot be used: ${reason}`;
  return new ImageBuildError(`${engine} could not build the image: ${detail}; ${help}`, detail, `${detail}\n`);
}
