import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connectDocker, type DockerConnection } from '../../../src/engine/hosts/docker/connection/connect.ts';
import { resolveEndpoint } from '../../../src/engine/hosts/docker/endpoint/endpoint.ts';
import { ImageBuildError } from '../../../src/engine/errors/errors.ts';
import { buildImage } from '../../../src/engine/hosts/docker/images/buildImage.ts';
import type { BuildRequest } from '../../../src/engine/hosts/docker/images/builders/buildRequest.ts';
import { contentHash, imageNameOf } from '../../../src/engine/hosts/docker/images/context/contentHash.ts';
import { readBuildContext } from '../../../src/engine/hosts/docker/images/context/contextEntries.ts';
import { imageExists, removeProjectImages } from '../../../src/engine/hosts/docker/images/store/imageStore.ts';
import { projectId } from '../../../src/engine/hosts/docker/images/project/project.ts';
import { builderUnderTest, findBuildKitCommands } from '../../support/buildKit.ts';
import { dockerClient, dockerUnderTest, needs } from '../../support/docker.ts';
import { PASSWORD, startRegistry, USER, type Registry } from '../../support/registry.ts';

const docker = dockerClient();
const { isPodman, buildKit } = await builderUnderTest();
/** Every way in which an image can be built here. */
const BUILDERS: { name: string; PATH: string; setting: string; config: Readonly<Record<string, unknown>> }[] = [
  { name: 'the daemon’s own builder', PATH: process.env['PATH'] ?? '', setting: '0', config: {} },
  ...(buildKit === 'missing' ? [] : await findBuildKitCommands()).map(({ kind, PATH, config }) => ({
    name: `BuildKit (${kind})`,
    PATH,
    setting: '1',
    config,
  })),
];

let registry: Registry;
let connection: DockerConnection;
let folder: string;
let project: string;
beforeAll(async () => {
  registry = await startRegistry();
  const surroundings = { env: {}, home: '/', platform: process.platform };
  connection = connectDocker(await resolveEndpoint({ host: dockerUnderTest().host }, surroundings));
});
afterAll(async () => {
  connection.close();
  await registry[Symbol.asyncDispose]();
});
beforeEach(async (context) => {
  folder = await mkdtemp(join(tmpdir(), 'hoosegow-pull-'));
  await mkdir(join(folder, 'inmate'));
  project = await projectId(folder);
  // What is made above is removed below, also where the test is left out.
  needs('servers here', context);
});
afterEach(async () => {
  await removeProjectImages(connection, project);
  await rm(folder, { recursive: true });
});

const pair = Buffer.from(`${USER}:${PASSWORD}`).toString('base64');
let images = 0;
/** An image that no test before has pulled. */
const privateImage = () => registry.push(`private/base-${images++}`);

/** Builds the Dockerfile as a user with that configuration. */
async function build(
  dockerfile: string,
  { PATH, setting, config: command }: (typeof BUILDERS)[number],
  config: unknown,
  secretArgs?: Record<string, string>,
): Promise<{ readonly said: string; readonly request: BuildRequest }> {
  const inmate = join(folder, 'inmate');
  await writeFile(join(inmate, 'Dockerfile'), dockerfile);
  await writeFile(join(inmate, 'salt'), project);
  await writeFile(join(folder, 'config.json'), JSON.stringify({ ...command, ...Object(config) }));
  const context = await readBuildContext(inmate);
  const buildArgs = { BASE_IMAGE: dockerUnderTest().baseImage };
  const env = {
    PATH: `${folder}/bin${delimiter}${PATH}`,
    DOCKER_CONFIG: folder,
    HOME: folder,
    DOCKER_BUILDKIT: setting,
  };
  const request: BuildRequest = {
    connection,
    context,
    name: imageNameOf(contentHash(context, buildArgs)),
    project,
    buildArgs,
    secretArgs,
    network: 'none',
    surroundings: { env, home: folder, platform: process.platform },
  };
  let said = '';
  await buildImage(request, ({ text }) => void (said += text));
  return { said, request };
}

async function putHelper(script: string): Promise<void> {
  await mkdir(join(folder, 'bin'), { recursive: true });
  await writeFile(join(folder, 'bin/docker-credential-test'), `#!/bin/sh\nread server\n${script}\n`);
  await chmod(join(folder, 'bin/docker-credential-test'), 0o755);
}

async function failureOf(work: Promise<unknown>): Promise<ImageBuildError> {
  const failure: unknown = await work.catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ImageBuildError);
  return failure as ImageBuildError;
}

// Podman pulls over TLS alone, unless its machine's configuration says otherwise.
describe.skipIf(isPodman).each(BUILDERS)(
  '$name pulls a base image from a registry that wants a password',
  (builder) => {
    it('with what docker login has written', async () => {
      const { said } = await build(`FROM ${await privateImage()}\nCOPY salt /\n`, builder, {
        auths: { [registry.host]: { auth: pair } },
      });
      expect(said).not.toContain(PASSWORD);
    });

    it.each([
      ['credsStore', () => ({ credsStore: 'test' })],
      ['credHelpers', () => ({ credsStore: 'not-there', credHelpers: { [registry.host]: 'test' } })],
    ])('with what the helper of %s gives for that registry alone', async (_which, config) => {
      const answer = `{"ServerURL":"'$server'","Username":"${USER}","Secret":"${PASSWORD}"}`;
      await putHelper(
        `case $server in ${registry.host}) printf '${answer}';; *) echo "not for $server"; exit 1;; esac`,
      );
      const { said } = await build(`FROM ${await privateImage()}\nCOPY salt /\n`, builder, config());
      expect(said).not.toContain(PASSWORD);
    });

    it('and says what to do where there is none, or a wrong one', async () => {
      const dockerfile = `FROM ${await privateImage()}\nCOPY salt /\n`;
      const without = await failureOf(build(dockerfile, builder, {}));
      expect(without.message).toContain('docker login');
      const wrong = Buffer.from(`${USER}:guessed-wrong`).toString('base64');
      const failure = await failureOf(build(dockerfile, builder, { auths: { [registry.host]: { auth: wrong } } }));
      expect(failure.message).toContain('docker login');
      expect(`${failure.message}${failure.log}`).not.toMatch(/guessed-wrong/);
    });

    it('and names a helper that is broken', async () => {
      await putHelper('echo "the key store is locked"; exit 1');
      const failure = await failureOf(
        build(`FROM ${await privateImage()}\nCOPY salt /\n`, builder, { credsStore: 'test' }),
      );
      expect(failure.message).toMatch(/the key store is locked/);
      expect(failure.message).toMatch(/credential/);
    });
  },
);

describe.each(BUILDERS)('$name', (builder) => {
  it('does without a helper that is broken where nothing has to be pulled', async () => {
    const dockerfile = 'ARG BASE_IMAGE\nFROM ${BASE_IMAGE}\nCOPY salt /\n';
    await putHelper('exit 1');
    for (const credsStore of ['test', 'not-there']) {
      const { request } = await build(`${dockerfile}ENV STORE=${credsStore}\n`, builder, { credsStore });
      expect(await imageExists(connection, request.name)).toBe(true);
    }
  });

  it('gets build arguments that are secret, and keeps none of them', async () => {
    const dockerfile =
      'ARG BASE_IMAGE\nFROM ${BASE_IMAGE}\nCOPY salt /\nRUN echo "has $(echo $ftp_proxy | tr a-z b-za)"\n';
    const { said, request } = await build(dockerfile, builder, {}, { ftp_proxy: 'marked:token' });
    expect(said).toContain('has nbslfe:uplfo');
    const image = docker.getImage(request.name);
    expect(JSON.stringify([said, await image.inspect(), await image.history()])).not.toContain('marked:token');
  });

  it('gets the proxies of the configuration, which are no part of the image', async () => {
    const dockerfile = 'ARG BASE_IMAGE\nFROM ${BASE_IMAGE}\nCOPY salt /\nRUN echo "by $HTTPS_PROXY, $http_proxy"\n';
    const proxies = { default: { httpProxy: 'http://p.invalid:1', httpsProxy: 'http://u:s3cret@p.invalid:2' } };
    const { said, request } = await build(dockerfile, builder, { proxies });
    expect(said).toContain('by http://u:s3cret@p.invalid:2, http://p.invalid:1');
    const image = docker.getImage(request.name);
    const known = JSON.stringify([await image.inspect(), await image.history()]);
    expect(known).not.toMatch(/s3cret|p\.invalid/);
    const again = await readBuildContext(join(folder, 'inmate'));
    expect(imageNameOf(contentHash(again, request.buildArgs))).toBe(request.name);
  });
});
