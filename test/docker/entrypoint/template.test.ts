import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { scaffold, type Hoosegow } from '../../../src/engine/index.ts';
import { dockerClient } from '../../support/docker.ts';
import { inImage } from '../../support/inImage.ts';
import { hoosegowUnderTest } from '../../support/inmateProject.ts';

const docker = dockerClient();
let dir: string;
let hoosegow: Hoosegow;
let image: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'hoosegow-template-'));
  await scaffold(dir, { name: 'template-under-test' });
  hoosegow = hoosegowUnderTest({ inmateDir: dir, keepImages: 1 });
  image = await hoosegow.buildImage();
});

afterAll(async () => {
  await hoosegow.cleanup();
  await hoosegow.close();
  await rm(dir, { recursive: true, force: true });
});

it('runs as nobody, who owns nothing in the image', async () => {
  const { Config } = await docker.getImage(image).inspect();
  expect(Config).toMatchObject({
    User: '65534:65534',
    WorkingDir: '/hoosegow',
    Entrypoint: ['/bin/sh', '/hoosegow/bin/hoosegow'],
  });
  expect(
    await inImage(image, 'id -u; find /hoosegow -user 65534; find /hoosegow ! -perm -o+r; test -w . || echo fixed'),
  ).toBe('65534\nfixed\n');
});

it('holds the inmate and what it needs to run, and nothing else', async () => {
  expect(await inImage(image, 'find . -path ./node_modules -prune -o -type f -print | sort; ls node_modules')).toBe(
    [
      './.dockerignore',
      './Dockerfile',
      './bin/entrypoint.cjs',
      './bin/hoosegow',
      './bin/install.cjs',
      './inmate.ts',
      './package-lock.json',
      './package.json',
      './render.ts',
      'marked',
      '',
    ].join('\n'),
  );
});

it('renders Markdown, telling its progress, with a child process that prints', async () => {
  const markdown =
    'Intro.\n\n# One\n\nText with *emphasis*.\n\n## Two\n\n- item\n\n### Deeper\n\n```js\nlet x = 1;\n```\n';
  const dispatch = hoosegow.dispatch('render', [Buffer.from(markdown)]);
  const frames: string[] = [];
  for await (const frame of dispatch) {
    if (frame.type === 'stderr') continue;
    frames.push(frame.type === 'stdout' ? Buffer.from(frame.value).toString() : frame.type);
  }
  expect(frames.join('|').replaceAll('\n', '')).toMatch(
    /^rendering "Introduction"\|yield\|rendering "One"\|yield\|rendering "Two"\|yield\|a child process counts \d+ bytes of HTML\|return$/,
  );
  expect(await dispatch.yields.toArray()).toEqual([
    [{ section: 1, title: 'Introduction', done: 1, total: 3 }],
    [{ section: 2, title: 'One', done: 2, total: 3 }],
    [{ section: 3, title: 'Two', done: 3, total: 3 }],
  ]);
  expect(await dispatch).toMatchObject({
    sections: 3,
    words: 12,
    html: expect.stringContaining('<h3>Deeper</h3>') as unknown,
  });
  expect(await dispatch.stderr.text()).toMatch(/^rendered 3 sections in [\d.]+ ms\n$/);
});

it('greets, and shows all that a call brings back', async () => {
  const dispatch = hoosegow.dispatch('greet', ['you', 2]);
  expect(await dispatch).toBe('Hello, you!');
  expect(await dispatch.yields.toArray()).toEqual([[{ step: 1, of: 2 }], [{ step: 2, of: 2 }]]);
  expect(await dispatch.stdout.text()).toBe('greeting you\n');
  expect(await dispatch.stderr.text()).toBe('greeted in 2 steps\n');
});

it('teaches what a raise looks like', async () => {
  await expect(hoosegow.dispatch('greet', ['you', 0])).rejects.toMatchObject({
    message: 'RangeError: greeting takes 1 step or more',
    backtrace: expect.arrayContaining([expect.stringMatching(/^greet \(\/hoosegow\/inmate\.ts:\d+:\d+\)$/)]) as unknown,
  });
});

it('builds an edited inmate anew without installing anything', async () => {
  const times: number[] = [];
  const log: string[] = [];
  for (let edit = 0; edit < 3; edit++) {
    await appendFile(join(dir, 'inmate.ts'), `// edit ${edit}\n`);
    const started = performance.now();
    await hoosegow.buildImage({ onProgress: ({ text }) => log.push(text) });
    times.push(performance.now() - started);
  }
  console.log(`rebuilt after an edit in ${times.map((time) => time.toFixed(0)).join(', ')} ms`);
  expect(log.join('')).not.toContain('added 1 package');
  expect(Math.min(...times)).toBeLessThan(10_000);
});
