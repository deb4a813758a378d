import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { extract } from 'tar-stream';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { connectDocker, type DockerConnection } from '../../../src/engine/hosts/docker/connection/connect.ts';
import { Deferred } from '../../../src/engine/async/deferred.ts';
import { resolveEndpoint } from '../../../src/engine/hosts/docker/endpoint/endpoint.ts';
import { ImageBuildError } from '../../../src/engine/errors/errors.ts';
import { buildImage } from '../../../src/engine/hosts/docker/images/buildImage.ts';
import type { BuildRequest } from '../../../src/engine/hosts/docker/images/builders/buildRequest.ts';
import { readBuildContext } from '../../../src/engine/hosts/docker/images/context/contextEntries.ts';
import { contentHash, imageNameOf } from '../../../src/engine/hosts/docker/images/context/contentHash.ts';
import { imageExists, removeProjectImages } from '../../../src/engine/hosts/docker/images/store/imageStore.ts';
import { projectId } from '../../../src/engine/hosts/docker/images/project/project.ts';
import { LATELY, pruneProjectImages } from '../../../src/engine/hosts/docker/images/store/pruneProject.ts';
import { UseMarks } from '../../../src/engine/hosts/docker/images/store/useMarks.ts';
import { dockerClient, dockerUnderTest } from '../../support/docker.ts';

/** Of a user without a configuration, who has the daemon itself build: what BuildKit does is in buildKit.test.ts. */
const surroundings = {
  env: { PATH: process.env['PATH'], DOCKER_BUILDKIT: '0' },
  home: '/nowhere',
  platform: process.platform,
};
let connection: DockerConnection;
let folder: string;
let project: string;
const docker = dockerClient();

beforeAll(async () => {
  connection = connectDocker(await resolveEndpoint({ host: dockerUnderTest().host }, surroundings));
});
afterAll(() => {
  connection.close();
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hoosegow-images-'));
  project = await projectId(folder);
});
afterEach(async () => {
  await removeProjectImages(connection, project);
  await rm(folder, { recursive: true });
});

async function put(files: Record<string, string>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

/** A build of the folder as it is now; no two tests have the same content, and so no image in common. */
async function prepare(dockerfile: string, buildArgs: Record<string, string> = {}): Promise<BuildRequest> {
  await put({ Dockerfile: dockerfile, salt: project });
  const context = await readBuildContext(folder);
  const name = imageNameOf(contentHash(context, buildArgs));
  return { connection, context, name, project, buildArgs, network: 'none', surroundings };
}

const EMPTY = 'FROM scratch\nCOPY . /project/\n';
const ON_BASE = 'ARG BASE_IMAGE=nowhere.invalid/base\nFROM ${BASE_IMAGE}\n';
const onBase = (steps: string) => prepare(ON_BASE + steps, { BASE_IMAGE: dockerUnderTest().baseImage });

/** How a step that fails is told: message and detail. Docker counts what is before `FROM` as a step. */
const STEP_FAILED: readonly [RegExp, RegExp] =
  dockerUnderTest().lacks['same words'] === undefined
    ? [
        /^Docker could not build the image: it failed at step 3\/\d \(RUN echo before .*returned a non-zero code: 3$/,
        /^The command '.*' returned a non-zero code: 3$/,
      ]
    : [
        /^Podman could not build the image: it failed at step 2\/\d \(RUN echo before .*: exit status 3\b/,
        /exit status 3\s*$/,
      ];

async function failureOf(request: BuildRequest): Promise<ImageBuildError> {
  const failure: unknown = await buildImage(request).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ImageBuildError);
  expect(await imageExists(connection, request.name)).toBe(false);
  return failure as ImageBuildError;
}

/** Containers whose command holds a mark; the daemon shortens none of it in an inspection. */
async function containersWith(mark: string): Promise<string[]> {
  const listed = await docker.listContainers({ all: true });
  return listed.filter(({ Command }) => Command.includes(mark)).map(({ Id }) => Id);
}

describe('a build', () => {
  it('makes an image of that name with our labels, and tells how it goes', async () => {
    const request = await onBase('COPY . /project/\nRUN echo "from the $(echo build)"\n');
    expect(await imageExists(connection, request.name)).toBe(false);
    const heard: string[] = [];
    await buildImage(request, ({ text }) => heard.push(text));
    expect(await imageExists(connection, request.name)).toBe(true);
    expect(heard.join('')).toMatch(
      /step 1\/\d+ ?: [^]*from the build\n[^]*successfully tagged (localhost\/|docker.io\/library\/)?hoosegow:/i,
    );
    const { Config: config } = await docker.getImage(request.name).inspect();
    expect(config.Labels).toMatchObject({ 'dev.hoosegow.project': project });
  });

  it('that fails says at which step, in Docker’s words, and leaves neither image nor container', async () => {
    const mark = randomUUID();
    const error = await failureOf(await onBase(`RUN echo before ${mark} && exit 3\nRUN echo after\n`));
    const [message, detail] = STEP_FAILED;
    expect(error.message).toMatch(message);
    expect(error.detail).toMatch(detail);
    expect(error.log).toContain(`\nbefore ${mark}\n`);
    expect(error.log).not.toContain('\nafter\n');
    expect(await containersWith(mark)).toEqual([]);
  });

  it('whose base image is nowhere points to --base-image', async () => {
    const error = await failureOf(await prepare('FROM nowhere.invalid/base:1\n'));
    expect(error.message).toMatch(/step 1\/\d \(FROM nowhere\.invalid\/base:1\).*--base-image/);
  });

  it.each([
    ['a Dockerfile that is none', 'FROM scratch\nNONSENSE\n', /unknown instruction: "?NONSENSE/i],
    ['a file that is not there', 'FROM scratch\nCOPY nothing /\n', /nothing/],
  ])('of %s fails with Docker’s words', async (_what, dockerfile, words) => {
    expect((await failureOf(await prepare(dockerfile))).message).toMatch(words);
  });

  it('that is cancelled ends at once and leaves nothing', async () => {
    const mark = randomUUID();
    const request = await onBase(`RUN echo running && sleep 61 && echo ${mark}\n`);
    const controller = new AbortController();
    const running = new Deferred<void>();
    const failure = buildImage(
      request,
      ({ text }) => {
        if (text === 'running\n') running.resolve();
      },
      controller.signal,
    );
    await Promise.race([running.promise, failure]);
    const listed = dockerUnderTest().lacks['listed builds'] === undefined ? 1 : 0;
    expect(await containersWith(mark)).toHaveLength(listed);
    controller.abort(new Error('enough'));
    await expect(failure).rejects.toThrow('enough');
    await vi.waitFor(async () => expect(await containersWith(mark)).toEqual([]), { timeout: 60_000 });
    expect(await imageExists(connection, request.name)).toBe(false);
  });

  it('that is cancelled while its context is sent leaves nothing', async () => {
    await put({ big: 'x'.repeat(30_000_000) });
    const request = await prepare(EMPTY);
    const failure = buildImage(request, undefined, AbortSignal.timeout(15));
    await expect(failure).rejects.toThrow(/timeout/);
    await pause(500);
    expect(await imageExists(connection, request.name)).toBe(false);
  });

  it('of files that changed since they were hashed is refused', async () => {
    const request = await prepare(EMPTY);
    await put({ salt: 'sugar' });
    await expect(buildImage(request)).rejects.toThrow(/salt changed while the image was being built/);
    expect(await imageExists(connection, request.name)).toBe(false);
  });

  it('is one for all who want the same image at the same time', async () => {
    const request = await onBase('RUN sleep 1; echo once\n');
    const build = vi.spyOn(connection.docker, 'buildImage');
    const heard: string[] = [];
    const controller = new AbortController();
    const calls = [
      buildImage(request, ({ text }) => heard.push(text)),
      buildImage(request, ({ text }) => heard.push(text)),
      buildImage(request, undefined, controller.signal),
    ];
    controller.abort(new Error('not me'));
    const ends = await Promise.allSettled(calls);
    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    expect(build).toHaveBeenCalledOnce();
    expect(heard.filter((text) => text === 'once\n')).toHaveLength(2);
    build.mockRestore();
  });
});

describe('what is sent to Docker', () => {
  const paths = async (image: string): Promise<string[]> => {
    const container = await docker.createContainer({ Image: image, Cmd: ['/none'] });
    try {
      const found: string[] = [];
      const entries = Readable.from(await container.export()).pipe(extract());
      for await (const entry of entries) {
        const { name, type, mode, linkname } = entry.header;
        if (/^project\/./.test(name))
          found.push(`${name} ${type} ${(mode & 0o111) === 0 ? '-' : 'x'} ${linkname ?? ''}`);
        entry.resume();
      }
      return found.toSorted();
    } finally {
      await container.remove();
    }
  };
  const hasCli = promisify(execFile)('docker', ['--version']).then(
    () => true,
    () => false,
  );

  it.each([
    'node_modules\n*.log\n',
    'node_modules\n!node_modules/a/keep.ts\n',
    '**/*.ts\n!inmate.ts\n',
    '*\n!lib\nlib/deep\n',
    '/lib/*/\n!lib/deep/x.txt\n# comment\n',
    'Dockerfile\n.dockerignore\n',
  ])('is what the Docker CLI sends, with the .dockerignore %j', async (rules) => {
    expect(await hasCli).toBe(true);
    await put({
      '.dockerignore': rules,
      'inmate.ts': '',
      'a.log': '',
      'lib/b.log': '',
      'lib/deep/x.txt': '',
      'lib/deep/deeper/y.ts': '',
      'node_modules/a/keep.ts': '',
      'node_modules/a/other.ts': '',
      'bin/run': '#!/bin/sh\n',
    });
    if (dockerUnderTest().lacks['links out'] === undefined) await symlink('../../outside', join(folder, 'link'));
    const request = await prepare(EMPTY);
    await buildImage(request);
    const byCli = `hoosegow-test:${randomUUID()}`;
    const env = { ...process.env, DOCKER_HOST: dockerUnderTest().host, DOCKER_BUILDKIT: '0' };
    await promisify(execFile)('docker', ['build', '--no-cache', '-q', '-t', byCli, folder], { env });
    try {
      expect(await paths(request.name)).toEqual(await paths(byCli));
    } finally {
      await docker.getImage(byCli).remove({ force: true });
    }
  });
});

describe('images of a project', () => {
  const tagsOf = async () => {
    const images = await docker.listImages({ filters: { label: [`dev.hoosegow.project=${project}`] } });
    // Podman tells the registry too.
    return images
      .flatMap(({ RepoTags }) => RepoTags ?? [])
      .map((name) => name.replace(/^.*\//, ''))
      .toSorted();
  };
  async function build(content: string): Promise<string> {
    await put({ content });
    const request = await prepare(EMPTY);
    await buildImage(request);
    return request.name;
  }

  const marksIn = (where: string) => new UseMarks(join(folder, where));
  const prune = async (current: string, keep: number, lately = 0, marks = marksIn('none')) =>
    (await pruneProjectImages(connection, project, marks, { current, keep, lately })).removed;

  it('are pruned to the newest, and the current one always stays', async () => {
    const names: string[] = [];
    for (const content of ['1', '2', '3', '4']) {
      names.push(await build(content));
      // The daemon knows their times to the second.
      await pause(1100);
    }
    const [one = '', two = '', three = '', four = ''] = names;
    expect(await prune(four, 3)).toEqual([one]);
    expect(await prune(two, 2)).toEqual([three]);
    expect(await tagsOf()).toEqual([two, four].toSorted());
    expect(await prune(two, 1)).toEqual([four]);
    expect(await prune(two, 0)).toEqual([]);
  });

  it('that were built, marked by whatever process, or are in a container stay, however many they are', async () => {
    const names = [await build('1'), await build('2'), await build('3'), await build('4')];
    const [one = '', two = '', three = '', four = ''] = names;
    expect(await prune(four, 1, LATELY)).toEqual([]);
    // From here on as if they had been built long ago, which their marks know nothing of.
    const marks = marksIn('marks');
    const container = await docker.createContainer({ Image: one, Cmd: ['/none'] });
    try {
      await marksIn('marks').use(two);
      vi.spyOn(connection, 'ping').mockImplementation(async () => ({
        apiVersion: connection.apiVersion,
        engine: connection.engine,
        time: new Date(Date.now() + 2 * LATELY),
      }));
      expect(await prune(four, 1, LATELY, marks)).toEqual([three]);
    } finally {
      vi.restoreAllMocks();
      await container.remove();
    }
    expect(await tagsOf()).toEqual([one, two, four].toSorted());
  });

  it('of another project stay, and so does a name that the user gave', async () => {
    const name = await build('mine');
    const theirs = `hoosegow-test:${randomUUID()}`;
    await docker.getImage(name).tag({ repo: 'hoosegow-test', tag: theirs.slice('hoosegow-test:'.length) });
    expect((await removeProjectImages(connection, 'f'.repeat(32))).removed).toEqual([]);
    expect((await removeProjectImages(connection, project)).removed).toEqual([name]);
    expect(await tagsOf()).toEqual([theirs]);
    await docker.getImage(theirs).remove();
    expect(await tagsOf()).toEqual([]);
  });

  it('that a container uses are skipped and reported', async () => {
    const names = [await build('used'), await build('free')];
    const container = await docker.createContainer({ Image: names[0] ?? '', Cmd: ['/none'] });
    try {
      const { removed, skipped } = await removeProjectImages(connection, project);
      expect(removed).toEqual([names[1]]);
      expect(skipped).toEqual([{ image: names[0], reason: expect.stringMatching(/HTTP 409.*container/) as unknown }]);
    } finally {
      await container.remove();
    }
  });

  it('that are not there do not exist, and odd names are refused', async () => {
    expect(await imageExists(connection, 'hoosegow:none')).toBe(false);
    await expect(imageExists(connection, '../containers/x')).rejects.toThrow(/cannot be the name of an image/);
  });
});
