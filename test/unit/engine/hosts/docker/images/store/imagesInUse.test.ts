import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Hoosegow, UsageError } from '../../../../../../../src/engine/index.ts';
import { baseAmong, baseImageName } from '../../../../../../../src/engine/hosts/docker/images/store/baseImage.ts';
import { BuildKitLog } from '../../../../../../../src/engine/hosts/docker/images/builders/buildKitLog.ts';
import { parseDockerfile } from '../../../../../../../src/engine/hosts/docker/images/dockerfile/parseDockerfile.ts';
import { planPrune, type FoundImage } from '../../../../../../../src/engine/hosts/docker/images/store/prunePlan.ts';
import { LATELY } from '../../../../../../../src/engine/hosts/docker/images/store/pruneProject.ts';
import { UseMarks } from '../../../../../../../src/engine/hosts/docker/images/store/useMarks.ts';

const NAME = `hoosegow:${'a'.repeat(64)}`;
const DIGEST = `sha256:${'b'.repeat(64)}`;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hoosegow-marks-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('the marks of use', () => {
  it('are seen by every process, are renewed, and are forgotten with their image', async () => {
    const [one, other] = [new UseMarks(join(folder, 'in', 'it')), new UseMarks(join(folder, 'in', 'it'))];
    expect(await other.lastUse(NAME)).toBeUndefined();
    await one.use(NAME);
    expect(Date.now() - ((await other.lastUse(NAME)) ?? 0)).toBeLessThan(60_000);
    const file = join(folder, 'in', 'it', 'a'.repeat(64));
    await utimes(file, 1, 1);
    expect(await other.lastUse(NAME)).toBe(1000);
    // Marked by this process a moment ago: the file is not touched for each call.
    await one.use(NAME);
    expect(await other.lastUse(NAME)).toBe(1000);
    await other.use(NAME);
    expect(await one.lastUse(NAME)).toBeGreaterThan(1000);
    await one.forget([NAME]);
    expect(await other.lastUse(NAME)).toBeUndefined();
  });

  it('go when nobody has renewed them for a quarter of a year, and files of others do not', async () => {
    await mkdir(folder, { recursive: true });
    for (const name of ['c'.repeat(64), 'd'.repeat(64), 'mine']) await writeFile(join(folder, name), '');
    for (const name of ['c'.repeat(64), 'mine']) await utimes(join(folder, name), 1, 1);
    await new UseMarks(folder).forget([]);
    expect((await readdir(folder)).toSorted()).toEqual(['d'.repeat(64), 'mine']);
  });

  it('are not there for names that somebody else gave, and nothing fails where none can be written', async () => {
    await writeFile(join(folder, 'file'), '');
    const [marks, nowhere] = [new UseMarks(folder), new UseMarks(join(folder, 'file', 'below'))];
    for (const name of ['hoosegow:latest', `my/${NAME}`, '../../etc/passwd', `hoosegow:${'A'.repeat(64)}`]) {
      await marks.use(name);
      expect(await marks.lastUse(name)).toBeUndefined();
    }
    expect(await readdir(folder)).toEqual(['file']);
    await nowhere.use(NAME);
    await nowhere.note(NAME, { id: 'sha256:1', base: { name: 'node', digest: DIGEST } });
    await nowhere.forget([NAME]);
    expect(await nowhere.lastUse(NAME)).toBeUndefined();
  });

  it('keep what a build has found out, for the image that it was about', async () => {
    const marks = new UseMarks(folder);
    const note = { id: 'sha256:1', base: { name: 'node:24-slim', digest: DIGEST } };
    await marks.note(NAME, note);
    await marks.use(NAME);
    expect(await marks.noteOf(NAME, 'sha256:1')).toEqual(note);
    expect(await marks.noteOf(NAME, 'sha256:2')).toBeUndefined();
    for (const text of ['{', 'null', '{"id":"sha256:1"}', '{"id":"sha256:1","base":5}', `"${'x'.repeat(5000)}"`]) {
      await writeFile(join(folder, 'a'.repeat(64)), text);
      expect(await marks.noteOf(NAME, 'sha256:1')).toBeUndefined();
    }
  });
});

const image = (more: Partial<FoundImage> & { readonly id: string }): FoundImage => ({
  names: [`hoosegow:${more.id}`],
  otherNames: [],
  references: [{ shown: more.id, reference: more.id }],
  created: 0,
  size: 1,
  project: 'p',
  folder: '/p',
  containers: [],
  unusedFor: 10 * LATELY,
  place: 'here',
  ownSize: 1,
  ...more,
});
const ids = (plan: ReadonlyMap<string, string>) => [...plan.keys()].toSorted();

describe('what is pruned', () => {
  const images = [
    ...['a', 'b', 'c', 'd', 'e'].map((id, i) => image({ id, unusedFor: (10 + i) * LATELY })),
    image({ id: 'lately', project: 'q', unusedFor: LATELY - 1 }),
    image({ id: 'gone', project: 'r', place: 'gone' }),
    image({ id: 'gone lately', project: 'r', place: 'gone', unusedFor: 5 }),
    image({ id: 'other', project: 's', place: 'elsewhere' }),
    image({ id: 'unknown', project: 't', place: 'unknown', folder: undefined }),
    image({ id: 'in use', project: 'u', place: 'gone', containers: ['c'] }),
    image({ id: 'nameless', project: 'v', names: [] }),
  ];

  it('is by itself what is gone, without a name, or beyond those that are kept', () => {
    expect(ids(planPrune(images, {}))).toEqual(['d', 'e', 'gone', 'nameless']);
    expect(ids(planPrune(images, { keep: 1 }))).toEqual(['b', 'c', 'd', 'e', 'gone', 'nameless']);
    expect(planPrune(images, {}).get('gone')).toBe('its folder is gone');
    expect(planPrune(images, {}).get('e')).toBe('3 that were used later are kept');
  });

  it('is all of this machine, or what was not used for so long, where that is asked for', () => {
    expect(ids(planPrune(images, { all: true }))).toHaveLength(9);
    expect(ids(planPrune(images, { olderThan: 11 * LATELY }))).toEqual(['b', 'c', 'd', 'e']);
    expect(ids(planPrune(images, { all: true, elsewhere: true }))).toHaveLength(11);
  });

  it('is never what a container uses, nor what was used lately unless that is asked for', () => {
    const any = fc.record({
      id: fc.uuid(),
      project: fc.constantFrom('p', 'q'),
      place: fc.constantFrom('here' as const, 'gone' as const, 'elsewhere' as const, 'unknown' as const),
      unusedFor: fc.integer({ min: 0, max: 3 * LATELY }),
      containers: fc.constantFrom<readonly string[]>([], ['c']),
    });
    const rules = fc.record(
      {
        all: fc.boolean(),
        olderThan: fc.nat(3 * LATELY),
        keep: fc.integer({ min: 1, max: 4 }),
        elsewhere: fc.boolean(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(any, { maxLength: 20 }), rules, (list, rule) => {
        const found = list.map(image);
        const plan = planPrune(found, rule);
        for (const { id, containers, unusedFor, place } of found.filter((each) => plan.has(each.id))) {
          expect(containers).toEqual([]);
          expect(unusedFor).toBeGreaterThanOrEqual(rule.olderThan ?? (rule.all === true ? 0 : LATELY));
          expect(rule.elsewhere === true || place === 'here' || place === 'gone').toBe(true);
          expect(plan.get(id)).not.toBe('');
        }
      }),
    );
  });

  it('takes no count of images that is none', () => {
    for (const keepImages of [0, -1, 1.5, NaN]) {
      expect(() => new Hoosegow({ inmateDir: '.', keepImages })).toThrow(UsageError);
    }
    for (const keepImages of [1, 100, Infinity]) expect(new Hoosegow({ inmateDir: '.', keepImages })).toBeDefined();
  });
});

describe('the base image', () => {
  it.each<[string, Record<string, string>, string | undefined]>([
    ['ARG BASE_IMAGE=node:24-slim\nFROM ${BASE_IMAGE}\n', {}, 'node:24-slim'],
    ['ARG BASE_IMAGE=node:24-slim\nFROM ${BASE_IMAGE}\n', { BASE_IMAGE: 'mine' }, 'mine'],
    ['FROM golang AS build\nRUN x\nFROM node AS run\nCOPY --from=build a b\n', {}, 'node'],
    ['FROM node AS Base\nFROM base AS again\nFROM again\n', {}, 'node'],
    ['FROM scratch\n', {}, undefined],
    ['FROM ${NOWHERE}\n', {}, undefined],
    ['RUN x\n', {}, undefined],
    ['ARG A=1\nFROM a:${A}\nARG A=2\n', {}, 'a:1'],
  ])('of %j with %j is %s', (text, args, base) => {
    expect(baseImageName(parseDockerfile(text), args)).toBe(base);
  });

  it('is found by its name among those that a builder took', () => {
    const taken = [`docker.io/library/golang:1@${DIGEST}`, `docker.io/library/node:24-slim@sha256:${'c'.repeat(64)}`];
    expect(baseAmong(taken, 'node:24-slim')).toEqual({ name: 'node:24-slim', digest: `sha256:${'c'.repeat(64)}` });
    expect(baseAmong([`docker.io/library/node:latest@${DIGEST}`], 'node')).toEqual({ name: 'node', digest: DIGEST });
    expect(baseAmong([`docker.io/me/node:1@${DIGEST}`], 'me/node:1')).toMatchObject({ digest: DIGEST });
    expect(baseAmong([`localhost:5000/me/node:1@${DIGEST}`], 'localhost:5000/me/node:1')).toMatchObject({
      digest: DIGEST,
    });
    expect(baseAmong(taken, 'node:24')).toBeUndefined();
    expect(baseAmong(['docker.io/library/node:24-slim'], 'node:24-slim')).toBeUndefined();
  });

  it('is told by BuildKit once it knows its digest', () => {
    const log = new BuildKitLog();
    log.add(
      `#4 [1/5] FROM docker.io/library/node:24-slim\n#5 [run 1/2] FROM docker.io/library/node:24-slim@${DIGEST}\n`,
    );
    log.add(`#5 resolve docker.io/library/node:24-slim@${DIGEST} 0.0s done\n#5 0.123 [1/5] FROM a@${DIGEST}\n`);
    expect(log.taken).toEqual([`docker.io/library/node:24-slim@${DIGEST}`]);
  });
});
