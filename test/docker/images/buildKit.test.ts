import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { extract } from 'tar-stream';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Deferred } from '../../../src/engine/async/deferred.ts';
import { connectDocker, type DockerConnection } from '../../../src/engine/hosts/docker/connection/connect.ts';
import { resolveEndpoint } from '../../../src/engine/hosts/docker/endpoint/endpoint.ts';
import { EngineError, ImageBuildError } from '../../../src/engine/errors/errors.ts';
import { buildImage } from '../../../src/engine/hosts/docker/images/buildImage.ts';
import type { BuildRequest } from '../../../src/engine/hosts/docker/images/builders/buildRequest.ts';
import { contentHash, imageNameOf } from '../../../src/engine/hosts/docker/images/context/contentHash.ts';
import { readBuildContext } from '../../../src/engine/hosts/docker/images/context/contextEntries.ts';
import { imageExists, removeProjectImages } from '../../../src/engine/hosts/docker/images/store/imageStore.ts';
import { projectId } from '../../../src/engine/hosts/docker/images/project/project.ts';
import { builderUnderTest, findBuildKitCommands, type BuildKitCommand } from '../../support/buildKit.ts';
import { dockerClient, dockerUnderTest } from '../../support/docker.ts';
import { startTlsProxy } from '../engine/tlsProxy.ts';

const docker = dockerClient();
const { buildKit, isPodman } = await builderUnderTest();
const commands = buildKit === 'missing' ? [] : await findBuildKitCommands();

let connection: DockerConnection;
let folder: string;
let home: string;
let project: string;
beforeAll(async () => {
  connection = await connect({ host: dockerUnderTest().host });
});
afterAll(() => {
  connection.close();
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hoosegow-buildkit-'));
  home = await mkdtemp(join(tmpdir(), 'hoosegow-home-'));
  project = await projectId(folder);
});
afterEach(async () => {
  await removeProjectImages(connection, project);
  await rm(folder, { recursive: true });
  await rm(home, { recursive: true });
});

async function connect(options: { host: string; certPath?: string }): Promise<DockerConnection> {
  return connectDocker(await resolveEndpoint(options, { env: {}, home: '/', platform: process.platform }));
}

async function put(files: Record<string, string>): Promise<void> {
  for (const [path, text] of Object.entries(files)) await writeFile(join(folder, path), text);
}

/** A build of the folder by that command; without one there is no `docker` on the PATH. */
async function prepare(
  command: BuildKitCommand | undefined,
  dockerfile: string,
  others: Partial<BuildRequest> & { env?: Record<string, string> } = {},
): Promise<BuildRequest> {
  await put({ Dockerfile: `ARG BASE_IMAGE\nFROM \${BASE_IMAGE}\n${dockerfile}`, salt: project });
  await writeFile(join(home, 'config.json'), JSON.stringify(command?.config ?? {}));
  const context = await readBuildContext(folder);
  const buildArgs = { BASE_IMAGE: dockerUnderTest().baseImage };
  const { env, ...rest } = others;
  return {
    connection,
    context,
    name: imageNameOf(contentHash(context, buildArgs)),
    project,
    buildArgs,
    network: 'none',
    surroundings: {
      env: {
        PATH: command?.PATH ?? home,
        DOCKER_CONFIG: home,
        HOME: home,
        DOCKER_HOST: 'tcp://nowhere.invalid',
        ...env,
      },
      home,
      platform: process.platform,
    },
    ...rest,
  };
}

async function build(request: BuildRequest, signal?: AbortSignal): Promise<string> {
  let said = '';
  await buildImage(request, ({ text }) => void (said += text), signal);
  return said;
}

async function failureOf(request: BuildRequest): Promise<ImageBuildError> {
  const failure: unknown = await build(request).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ImageBuildError);
  expect(await imageExists(connection, request.name)).toBe(false);
  return failure as ImageBuildError;
}

/** Files below `/project` of an image, with their modes. */
async function filesOf(image: string): Promise<string[]> {
  const container = await docker.createContainer({ Image: image, Cmd: ['/none'] });
  try {
    const found: string[] = [];
    const entries = Readable.from(await container.export()).pipe(extract());
    for await (const entry of entries) {
      const { name, mode } = entry.header;
      if (/^project\/./.test(name)) found.push(`${name} ${((mode ?? 0) & 0o777).toString(8)}`);
      entry.resume();
    }
    return found.toSorted();
  } finally {
    await container.remove();
  }
}

/** Whether a process of this machine has the mark in its command line; a daemon elsewhere keeps its own. */
async function runsHere(mark: string): Promise<boolean> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(ids.map((id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')));
  return lines.some((line) => line.includes(mark));
}

describe.each(commands)('BuildKit, by a command that has it as $kind,', (command) => {
  it('does what only it can, and the image is named and labelled like any', async () => {
    // Docker 20.10 knows no here-documents yet.
    const text =
      buildKit === 'preferred' ? 'RUN <<EOF\necho one-$((1+1))\necho three\nEOF\n' : 'RUN echo one-2; echo three\n';
    const request = await prepare(command, `COPY --chmod=0750 salt /project/salt\n${text}`);
    expect(await build(request)).toMatch(/one-2[^]*three/);
    expect(await filesOf(request.name)).toEqual(['project/salt 750']);
    const { Config: config } = await docker.getImage(request.name).inspect();
    expect(config.Labels).toEqual({ 'dev.hoosegow.project': project });
    expect((await removeProjectImages(connection, project)).removed).toEqual([request.name]);
  });

  it('hands over the secrets that the caller names, and nothing of them stays', async () => {
    await writeFile(join(home, 'token, file'), 'from-a-file');
    const request = await prepare(
      command,
      // No secret is part of what the cache goes by.
      'COPY salt /\n' +
        ['file', 'variable', 'text', 'other']
          .map((id) => `RUN --mount=type=secret,id=${id} echo "${id} $(cat /run/secrets/${id} | tr a-z b-za)"\n`)
          .join(''),
      {
        env: { TOKEN: 'from-a-variable', OTHER: 'not-to-be-had' },
        secrets: {
          file: { file: join(home, 'token, file') },
          variable: { env: 'TOKEN' },
          text: { value: 'from, "the" code' },
        },
      },
    );
    const said = await build(request);
    expect(said).toContain('file gspn-b-gjmf');
    expect(said).toContain('variable gspn-b-wbsjbcmf');
    expect(said).toContain('text gspn, "uif" dpef');
    expect(said).not.toMatch(/from-a-|from, /);
    const image = docker.getImage(request.name);
    expect(JSON.stringify([await image.inspect(), await image.history()])).not.toMatch(/from-a-|from, |not-to-be-had/);
  });

  it('fails with the failing step and its cause', async () => {
    const error = await failureOf(
      await prepare(command, 'RUN echo before && exit 3\nRUN --mount=type=tmpfs,target=/x true\n'),
    );
    expect(error.message).toMatch(
      /^Docker could not build the image: it failed at step 2\/3 \(RUN echo before && exit 3\): .*exit code: 3$/,
    );
    expect(error.log).toMatch(/before\n/);
    const parse = await failureOf(await prepare(command, 'RUN --mount=type=tmpfs,target=/x true\nNONSENSE\n'));
    expect(parse.message).toMatch(/unknown instruction: NONSENSE/i);
    const pull = await failureOf(
      await prepare(command, 'FROM nowhere.invalid/base:1\nRUN --mount=type=tmpfs,target=/x true\n'),
    );
    expect(pull.message).toMatch(/nowhere\.invalid\/base:1.*--base-image/);
  });

  it('that is cancelled ends at once and leaves nothing', async () => {
    const mark = randomUUID();
    const request = await prepare(
      command,
      `RUN --mount=type=tmpfs,target=/x echo running && sleep 61 && echo ${mark}\n`,
    );
    const controller = new AbortController();
    const running = new Deferred<void>();
    const failure = buildImage(
      request,
      ({ text }) => {
        if (/\d running/.test(text)) running.resolve();
      },
      controller.signal,
    );
    await Promise.race([running.promise, failure]);
    controller.abort(new Error('enough'));
    await expect(failure).rejects.toThrow('enough');
    await vi.waitFor(
      async () => {
        expect(await runsHere(mark)).toBe(false);
        expect(await runsHere(request.name)).toBe(false);
      },
      { timeout: 20_000, interval: 100 },
    );
    expect(await imageExists(connection, request.name)).toBe(false);
  });

  it.each(['', 'Dockerfile\n'])(
    'refuses files that changed since they were hashed, with the .dockerignore %j',
    async (rules) => {
      await put({ '.dockerignore': rules });
      const request = await prepare(command, 'RUN --mount=type=tmpfs,target=/x true\nCOPY . /project\n');
      await put({ salt: 'sugar' });
      const failure = build(request);
      await expect(failure).rejects.toThrow(EngineError);
      await expect(failure).rejects.toThrow(/salt changed while the image was being built/);
      expect(await imageExists(connection, request.name)).toBe(false);
    },
  );

  it.each(['', '*.log\n', 'Dockerfile\n.dockerignore\n', '.*\n!salt\n'])(
    'builds of the same files as the classic builder, with the .dockerignore %j',
    async (rules) => {
      await put({ '.dockerignore': rules, 'a.log': '', run: '#!/bin/sh\n' });
      const request = await prepare(command, 'COPY . /project/\n', { env: { DOCKER_BUILDKIT: '1' } });
      expect(await build(request)).toContain('#1 ');
      const files = await filesOf(request.name);
      await removeProjectImages(connection, project);
      expect(await build(await prepare(command, 'COPY . /project/\n', { env: { DOCKER_BUILDKIT: '0' } }))).toContain(
        'Step 1/',
      );
      expect(await filesOf(request.name)).toEqual(files);
    },
  );

  it('builds what has been built from its cache', async () => {
    const steps = 'RUN --mount=type=tmpfs,target=/x sleep 1 && echo slept\n';
    await build(await prepare(command, steps));
    expect(await build(await prepare(command, `${steps}COPY salt /project/\n`))).toMatch(/CACHED[^]*COPY salt/);
  });

  it('is reached over TLS, with the certificates of the endpoint', async () => {
    await using proxy = await startTlsProxy(dockerUnderTest().host.replace('unix://', ''));
    const secure = await connect({ host: `tcp://127.0.0.1:${proxy.port}`, certPath: proxy.certPath });
    try {
      const request = await prepare(command, 'RUN --mount=type=tmpfs,target=/x true\n', { connection: secure });
      await build(request);
      expect(await imageExists(connection, request.name)).toBe(true);
    } finally {
      secure.close();
    }
  });
});

describe('without BuildKit', () => {
  it.skipIf(isPodman)('a build that needs it says so before it begins, and how to get it', async () => {
    const request = await prepare(undefined, 'RUN --mount=type=cache,target=/c true\nCOPY --link salt /\n');
    const error = await failureOf(request);
    expect(error.message).toMatch(
      /needs BuildKit for RUN --mount \(line 3\), COPY --link \(line 4\).*no docker command on the PATH.*buildx plugin/,
    );
  });

  it('a build of no need for it is built', async () => {
    const request = await prepare(undefined, 'COPY salt /project/\n');
    await put({ Dockerfile: `# syntax=docker/dockerfile:1\n${await readFile(join(folder, 'Dockerfile'), 'utf8')}` });
    const context = await readBuildContext(folder);
    const said = await build({ ...request, context });
    expect(said).toMatch(/"# syntax=docker\/dockerfile:1" is for BuildKit and not heeded/);
    expect(await filesOf(request.name)).toEqual(['project/salt 644']);
  });

  it('a secret is never lost in silence', async () => {
    const request = await prepare(undefined, 'RUN cat /run/secrets/x; true\n', { secrets: { x: { value: 'y' } } });
    expect((await failureOf(request)).message).toMatch(/needs BuildKit for .*the secret x/);
  });
});
