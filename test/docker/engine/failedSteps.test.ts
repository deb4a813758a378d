import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ImageBuildError } from '../../../src/engine/errors/errors.ts';
import { connectDocker, type DockerConnection } from '../../../src/engine/hosts/docker/connection/connect.ts';
import { resolveEndpoint } from '../../../src/engine/hosts/docker/endpoint/endpoint.ts';
import { buildImage } from '../../../src/engine/hosts/docker/images/buildImage.ts';
import { contentHash, imageNameOf } from '../../../src/engine/hosts/docker/images/context/contentHash.ts';
import { readBuildContext } from '../../../src/engine/hosts/docker/images/context/contextEntries.ts';
import { lineOfStep } from '../../../src/engine/hosts/docker/images/dockerfile/lineOfStep.ts';
import { failedStep } from '../../../src/engine/hosts/docker/images/log/failedStep.ts';
import { projectId } from '../../../src/engine/hosts/docker/images/project/project.ts';
import { removeProjectImages } from '../../../src/engine/hosts/docker/images/store/imageStore.ts';
import { builderUnderTest, findBuildKitCommands, type BuildKitCommand } from '../../support/buildKit.ts';
import { dockerUnderTest } from '../../support/docker.ts';

const { buildKit } = await builderUnderTest();
const commands: readonly (BuildKitCommand | undefined)[] = [
  undefined,
  ...(buildKit === 'missing' ? [] : await findBuildKitCommands()),
];

const BASE = 'ARG BASE_IMAGE\nFROM ${BASE_IMAGE} AS base\nWORKDIR /work\n';

/** What fails, the line of it, and what the user is told. */
const FAILURES: readonly (readonly [what: string, dockerfile: string, line: number, cause: RegExp])[] = [
  ['a command that is not there', `${BASE}# a comment\nRUN npmx ci\nRUN true\n`, 5, /^npmx: (?:command )?not found$/],
  [
    'a command over several lines',
    `${BASE}\nRUN true && \\\n  # why\n  npmx ci\n`,
    5,
    /^npmx: (?:command )?not found$/,
  ],
  ['a command that says why', `${BASE}RUN echo "no such luck" >&2; exit 3\n`, 4, /^no such luck$/],
  ['a command that says nothing', `${BASE}RUN exit 3\n`, 4, /status 3$/],
  ['a file that is missing', `${BASE}COPY missing.txt ./\n`, 4, /missing\.txt/],
  ['a second stage', `${BASE}RUN true\nFROM base\nENV A=1\nRUN npmx ci\n`, 7, /^npmx: (?:command )?not found$/],
  ['one of two alike', `${BASE}RUN test ! -e x\nRUN touch x\nRUN test ! -e x\n`, 6, /status 1$/],
  ['no instruction', `${BASE}RUNN true\n`, 4, /unknown instruction: "?RUNN/i],
];

let connection: DockerConnection;
let home: string;
beforeAll(async () => {
  const surroundings = { env: {}, home: '/', platform: process.platform };
  connection = connectDocker(await resolveEndpoint({ host: dockerUnderTest().host }, surroundings));
  await connection.ready();
  home = await mkdtemp(join(tmpdir(), 'hoosegow-home-'));
});
afterAll(async () => {
  connection.close();
  await rm(home, { recursive: true });
});

describe.each(commands.map((command) => [command?.kind ?? 'the daemon', command] as const))(
  'a build by %s',
  (_kind, command) => {
    it.each(FAILURES)('tells of %s where it is and why', async (_what, dockerfile, line, cause) => {
      const { log, detail } = await failure(command, dockerfile);
      const step = failedStep(log, detail);
      expect({ log, cause: step.cause, line: lineOfStep(dockerfile, step) }).toEqual({
        log,
        cause: expect.stringMatching(cause) as string,
        line,
      });
    });
  },
);

async function failure(command: BuildKitCommand | undefined, dockerfile: string): Promise<ImageBuildError> {
  const folder = await mkdtemp(join(tmpdir(), 'hoosegow-failing-'));
  const project = await projectId(folder);
  await writeFile(join(folder, 'Dockerfile'), dockerfile);
  await writeFile(join(folder, 'salt'), randomUUID());
  await writeFile(join(home, 'config.json'), JSON.stringify(command?.config ?? {}));
  const context = await readBuildContext(folder);
  const buildArgs = { BASE_IMAGE: dockerUnderTest().baseImage };
  const env = { PATH: command?.PATH ?? home, DOCKER_CONFIG: home, HOME: home, DOCKER_BUILDKIT: command ? '1' : '0' };
  try {
    await buildImage({
      connection,
      context,
      name: imageNameOf(contentHash(context, buildArgs)),
      project,
      buildArgs,
      network: 'none',
      surroundings: { env, home, platform: process.platform },
    });
  } catch (error) {
    if (error instanceof ImageBuildError) return error;
    throw error;
  } finally {
    await removeProjectImages(connection, project);
    await rm(folder, { recursive: true });
  }
  throw new Error('the build has not failed');
}
