import { cp, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { connectDocker, type DockerConnection } from '../../../src/engine/hosts/docker/connection/connect.ts';
import { resolveEndpoint } from '../../../src/engine/hosts/docker/endpoint/endpoint.ts';
import { DockerHost } from '../../../src/engine/hosts/docker/dockerHost.ts';
import { EngineImages } from '../../../src/engine/hosts/docker/images/engineImages.ts';
import { removeProjectImages } from '../../../src/engine/hosts/docker/images/store/imageStore.ts';
import { pruneOn } from '../../../src/engine/hosts/docker/images/store/manageImages.ts';
import { projectId } from '../../../src/engine/hosts/docker/images/project/project.ts';
import { UseMarks } from '../../../src/engine/hosts/docker/images/store/useMarks.ts';
import {
  ImageBuildError,
  ImageMissingError,
  listImages,
  type Dispatch,
  type Hoosegow,
  type HoosegowOptions,
  type Lifecycle,
} from '../../../src/engine/index.ts';
import { dockerClient, dockerUnderTest, needs } from '../../support/docker.ts';
import { hoosegowUnderTest } from '../../support/inmateProject.ts';
import { startCommand } from '../../integration/cli/support/runCommand.ts';

const ROOT = join(import.meta.dirname, '../../..');
/** Of steps that no other project has: where builds run side by side, Podman takes a step of whichever was built last. */
const dockerfile = (project: string): string => `ARG BASE_IMAGE=nowhere.invalid/base
FROM \${BASE_IMAGE}
ENV PROJECT=${project}
WORKDIR /hoosegow
USER 65534:65534
ENTRYPOINT ["/bin/sh", "/hoosegow/bin/hoosegow"]
COPY . .
`;
const { host, baseImage } = dockerUnderTest();
const docker = dockerClient();
const opened: Hoosegow[] = [];
let connection: DockerConnection;
let parent: string;
let folder: string;
let project: string;
beforeAll(async () => {
  connection = connectDocker(
    await resolveEndpoint({ host }, { env: {}, home: '/nowhere', platform: process.platform }),
  );
});
afterAll(() => connection.close());
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'hoosegow-in-use-'));
  folder = join(parent, 'adder');
  await cp(join(ROOT, 'dist/inmate-template/bin'), join(folder, 'bin'), { recursive: true });
  await writeFile(join(folder, 'Dockerfile'), dockerfile(folder));
  await writeFile(join(folder, 'inmate.js'), `export function add(a, b) { return a + b; } // ${folder}\n`);
  project = await projectId(folder);
});
afterEach(async () => {
  for (const hoosegow of opened.splice(0)) await hoosegow.close();
  await removeProjectImages(connection, project);
  await rm(parent, { recursive: true });
});

function open(options: HoosegowOptions = {}): Hoosegow {
  const hoosegow = hoosegowUnderTest({ inmateDir: folder, ...options });
  opened.push(hoosegow);
  return hoosegow;
}

afterEach(() => void vi.restoreAllMocks());

const label = () => `dev.hoosegow.project=${project}`;
const ours = async () => docker.listImages({ filters: { label: [label()] } });

async function build(content: string): Promise<string> {
  await writeFile(join(folder, 'content'), content);
  return open().buildImage();
}

/** The daemon's clock as it will be, for it cannot be told that an image is old. */
function afterHours(hours: number): void {
  vi.spyOn(connection, 'ping').mockImplementation(async () => ({
    apiVersion: connection.apiVersion,
    engine: connection.engine,
    time: new Date(Date.now() + hours * 3_600_000),
  }));
}

describe('an older image', () => {
  it.each([
    ['a while after the dispatch that needed another one', () => Promise.resolve()],
    ['at the latest when the engine is closed', (images: EngineImages) => images.close()],
  ])('is removed %s', async (_when, end) => {
    const options = { inmateDir: folder, keepImages: 1, ...(baseImage !== undefined && { baseImage }) };
    const images = new EngineImages(options, () => Promise.resolve(connection));
    const older = await images.build({});
    // As if it had been used long ago.
    await new UseMarks().forget([older]);
    afterHours(2);
    await writeFile(join(folder, 'content'), 'newer');
    const { signal } = new AbortController();
    const { image, prepareImage } = await images.find(connection, signal);
    await prepareImage(() => undefined, signal);
    await end(images);
    const names = async () => (await ours()).flatMap(({ RepoTags }) => RepoTags ?? []);
    await expect.poll(names).toEqual([expect.stringMatching(new RegExp(`${image}$`)) as unknown]);
    await images.close();
  });
});

describe('an image that is used', () => {
  it(
    'is there for six processes on one folder with a base image each, call after call',
    { timeout: 300_000 },
    async (context) => {
      needs('limits', context);
      const bases = Array.from({ length: 6 }, (_, i) => `hoosegow-test-base:${i}`);
      const container = await docker.createContainer({ Image: baseImage, Cmd: ['/none'] });
      try {
        for (const [i, base] of bases.entries()) {
          const [repo, tag] = base.split(':');
          await container.commit({ repo, tag, changes: `ENV BASE=${i}` });
        }
        const call = (base: string, i: number) =>
          startCommand(
            [
              process.execPath,
              join(ROOT, 'dist/cli.cjs'),
              'run',
              folder,
              'add',
              '40',
              String(i),
              '--host',
              host,
            ].concat(['--base-image', base, '--keep', '1']),
          ).ended;
        const ends = [];
        for (let round = 0; round < 2; round++) ends.push(...(await Promise.all(bases.map(call))));
        expect(ends.filter(({ code }) => code !== 0)).toEqual([]);
        expect(ends.map(({ stdout }) => stdout)).toEqual([...Array(12).keys()].map((i) => `${40 + (i % 6)}\n`));
        expect(await ours()).toHaveLength(6);
      } finally {
        await container.remove();
        await removeProjectImages(connection, project);
        for (const base of bases)
          await docker
            .getImage(base)
            .remove()
            .catch(() => undefined);
      }
    },
  );

  /** Takes the image away when it has been looked for, and its container is about to be made. */
  function removeBeforeCreation(image: string): void {
    vi.spyOn(DockerHost.prototype, 'create').mockImplementationOnce(async function (this: DockerHost, spec) {
      await docker.getImage(image).remove();
      return this.create(spec);
    });
  }

  it('is built again, once, where somebody removes it after it was looked for', async () => {
    const image = await build('one');
    removeBeforeCreation(image);
    const dispatch = open().dispatch('add', [40, 2]);
    expect(await dispatch).toBe(42);
    expect((await stepsOf(dispatch)).map(({ event }) => event).slice(0, 6)).toEqual([
      'create',
      'note',
      'build',
      'built',
      'create',
      'created',
    ]);
    removeBeforeCreation(image);
    const refused = open({ autoBuild: false }).dispatch('add', [40, 2]);
    await expect(refused).rejects.toThrow(ImageMissingError);
    await expect(refused).rejects.toThrow(/is not built: build it first/);
  });

  it('is built again for containers that are to wait', async () => {
    const hoosegow = open({ pool: { size: 1 } });
    removeBeforeCreation(await build('one'));
    await hoosegow.warm();
    const dispatch = hoosegow.dispatch('add', [40, 2]);
    expect(await dispatch).toBe(42);
    expect((await dispatch.reader()).meta.imageId).toMatch(/^sha256:/);
  });

  it('by a container that waits stays, whatever is pruned', async () => {
    const hoosegow = open({ pool: { size: 1 } });
    await hoosegow.warm();
    const marks = new UseMarks(join(parent, 'marks'));
    const report = await pruneOn(connection, marks, { all: true }, label());
    expect([report.removed, report.failed, report.kept.length]).toEqual([[], [], 1]);
    expect(report.kept[0]?.containers).toEqual([expect.stringMatching(/^hoosegow-/)]);
    expect(await hoosegow.dispatch('add', [40, 2])).toBe(42);
  });
});

describe('images', () => {
  it('are listed with their folder, their ages and what they share with others', async () => {
    const [one, two] = [await build('one'), await build('x'.repeat(300_000))];
    const found = (await listImages({ docker: { host } })).filter(({ folder: of }) => of === folder);
    expect(
      found
        .map(({ names }) => names)
        .flat()
        .toSorted(),
    ).toEqual([one, two].toSorted());
    for (const { inmate, place, created, lastUsed, containers } of found) {
      expect([inmate, place, containers]).toEqual(['adder', 'here', []]);
      expect(Date.now() - created.getTime()).toBeLessThan(600_000);
      expect(Date.now() - lastUsed.getTime()).toBeLessThan(600_000);
    }
    const large = found.find(({ names }) => names.includes(two));
    // Its base is not its own; what it alone has was copied into it.
    expect(large?.size).toBeGreaterThan(10_000_000);
    expect(large?.ownSize).toBeGreaterThan(300_000);
    expect(large?.ownSize).toBeLessThan(5_000_000);
    const command = (...args: readonly string[]) =>
      startCommand([process.execPath, join(ROOT, 'dist/cli.cjs'), ...args, '--host', host]).ended;
    const [listed, pruned] = await Promise.all([
      command('images', '--json'),
      command('prune', '--all', '--dry-run', '--json'),
    ]);
    const linesOf = (text: string) =>
      text
        .trimEnd()
        .split('\n')
        .map((line): unknown => JSON.parse(line));
    for (const name of [one, two]) {
      const about = { names: [name], folder, inmate: 'adder', place: 'here' };
      expect(linesOf(listed.stdout)).toContainEqual(expect.objectContaining(about));
      expect(linesOf(pruned.stdout)).toContainEqual(expect.objectContaining({ ...about, removed: false }));
    }
    expect(await ours()).toHaveLength(2);
  });

  it('of a folder that is gone are pruned when nobody has used them lately, and the names of others stay', async () => {
    const [one, two] = [await build('one'), await build('two')];
    const marks = new UseMarks(join(parent, 'marks'));
    const similar = ['hoosegow:latest', `hoosegow:${'a'.repeat(40)}`, `my/hoosegow:${'b'.repeat(64)}`];
    for (const name of similar) await docker.getImage(two).tag(split(name));
    try {
      await rename(folder, join(parent, 'elsewhere'));
      expect((await pruneOn(connection, marks, {}, label())).removed).toEqual([]);
      afterHours(2);
      const planned = await pruneOn(connection, marks, { dryRun: true }, label());
      expect(planned.removed.map(({ why, place }) => [why, place])).toEqual([
        ['its folder is gone', 'gone'],
        ['its folder is gone', 'gone'],
      ]);
      expect(planned.freed).toBeGreaterThanOrEqual(0);
      // Two at once: each removes what the other one has left.
      const [a, b] = await Promise.all([
        pruneOn(connection, marks, {}, label()),
        pruneOn(connection, marks, {}, label()),
      ]);
      expect([a.failed, b.failed]).toEqual([[], []]);
      const left = await ours();
      expect(
        left
          .flatMap(({ RepoTags }) => RepoTags ?? [])
          .map(bare)
          .toSorted(),
      ).toEqual(similar.map(bare).toSorted());
      expect(await docker.listImages({ filters: { reference: [one] } })).toEqual([]);
    } finally {
      vi.restoreAllMocks();
      for (const name of similar) await docker.getImage(name).remove();
    }
  });

  it('of a folder are pruned to those used last, or by their age alone', async () => {
    const [one, two, three] = [await build('one'), await build('two'), await build('three')];
    const marks = new UseMarks(join(parent, 'marks'));
    afterHours(200);
    try {
      await marks.use(one);
      const kept = await pruneOn(connection, marks, { keep: 2, dryRun: true }, label());
      expect(kept.removed).toHaveLength(1);
      const old = await pruneOn(connection, marks, { olderThan: 7 * 24 * 3_600_000 }, label());
      expect(old.removed.flatMap(({ names }) => names).toSorted()).toEqual([two, three].toSorted());
      expect((await pruneOn(connection, marks, { all: true }, label())).removed.flatMap(({ names }) => names)).toEqual([
        one,
      ]);
    } finally {
      vi.restoreAllMocks();
    }
  });
});

describe('a build', () => {
  it('runs every step again where no cache is wanted, and tells in recordings what it is built on', async () => {
    const stamped = dockerfile(folder).replace('USER', 'RUN cat /proc/sys/kernel/random/uuid > stamp\nUSER');
    await writeFile(join(folder, 'Dockerfile'), stamped);
    const hoosegow = open();
    const cold = hoosegow.dispatch('add', [40, 2]);
    expect(await cold).toBe(42);
    const warm = hoosegow.dispatch('add', [1, 2]);
    await warm;
    const { imageId, base } = (await warm.reader()).meta;
    expect(base?.name).toBe(baseImage);
    // With BuildKit only the digest that a registry knows is told, and the base of these tests is in none.
    expect(base?.id).toBe((await docker.getImage(baseImage).inspect()).Id);
    expect(await stepsOf(cold)).toContainEqual({
      event: 'built',
      image: await hoosegow.imageName(),
      id: imageId,
      base,
    });
    const image = async () => docker.getImage(await hoosegow.imageName()).inspect();
    const { Layers: layers } = (await image()).RootFS;
    // Podman may put the labels on anew, which makes another image: what its steps have made is the same.
    await hoosegow.buildImage();
    expect((await image()).RootFS.Layers).toEqual(layers);
    await hoosegow.buildImage({ noCache: true });
    const anew = await image();
    expect(anew.RootFS.Layers).not.toEqual(layers);
    const last = hoosegow.dispatch('add', [1, 2]);
    await last;
    expect((await last.reader()).meta.imageId).toBe(anew.Id);
  });

  it('asks the registry for its base where that is wanted, also where there is one', async () => {
    const local = 'nowhere.invalid/base:1';
    await docker.getImage(baseImage).tag(split(local));
    try {
      const hoosegow = open({ baseImage: local });
      await hoosegow.buildImage();
      await expect(hoosegow.buildImage({ pull: true })).rejects.toThrow(ImageBuildError);
    } finally {
      await removeProjectImages(connection, project);
      await docker.getImage(local).remove();
    }
  });
});

async function stepsOf(dispatch: Dispatch): Promise<readonly Lifecycle[]> {
  const steps: Lifecycle[] = [];
  for await (const { type, value } of dispatch.events()) if (type === 'lifecycle') steps.push(value);
  return steps;
}

function split(name: string): { readonly repo: string; readonly tag: string } {
  const colon = name.lastIndexOf(':');
  return { repo: name.slice(0, colon), tag: name.slice(colon + 1) };
}

/** Podman tells the registry too. */
function bare(name: string): string {
  return name.replace(/^.*\//, '');
}
