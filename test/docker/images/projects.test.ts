import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { scaffold, type Hoosegow, type HoosegowOptions } from '../../../src/engine/index.ts';
import { dockerClient, needs } from '../../support/docker.ts';
import { inImage } from '../../support/inImage.ts';
import { hoosegowUnderTest } from '../../support/inmateProject.ts';
import { privateRegistry } from '../../support/privateRegistry.ts';

const docker = dockerClient();
const LOCKS = join(import.meta.dirname, '../../fixtures/locks');

let base: string;
let folder: string;
const opened: Hoosegow[] = [];
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'hoosegow-projects-'));
  folder = join(base, 'project');
  await scaffold(folder, { name: 'project' });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const hoosegow of opened.splice(0)) {
    await hoosegow.cleanup();
    await hoosegow.close();
  }
  await rm(base, { recursive: true });
});

function open(inmateDir = folder, more: HoosegowOptions = {}): Hoosegow {
  const hoosegow = hoosegowUnderTest({ inmateDir, keepImages: 1, ...more });
  opened.push(hoosegow);
  return hoosegow;
}

async function put(files: Record<string, string>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

function git(...args: string[]): void {
  const who = ['-c', 'user.name=x', '-c', 'user.email=x@example.org', '-c', 'init.defaultBranch=main'];
  execFileSync('git', [...who, ...args], { cwd: base, stdio: 'pipe' });
}

describe('a project', () => {
  it('that git checked out with the line ends of Windows runs, as the image of its commit', async () => {
    await rm(join(folder, '.gitattributes'));
    await put({ 'data.csv': 'a,b\r\n', 'lib.sh': 'echo sourced\n', 'lone.txt': 'a\rb\n' });
    git('init', '-q', folder);
    git('-C', folder, 'add', '-A');
    git('-C', folder, 'commit', '-qm', 'all');
    git('-c', 'core.autocrlf=true', 'clone', '-q', folder, 'crlf');
    expect(await readFile(join(base, 'crlf/bin/hoosegow'), 'utf8')).toContain('#!/bin/sh\r\n');
    const clone = open(join(base, 'crlf'));
    expect(await clone.imageName()).toBe(await open().imageName());
    expect(await clone.dispatch('greet', ['you'])).toBe('Hello, you!');
    const script = "od -An -c data.csv lib.sh lone.txt | tr -d ' \\n'";
    expect(await inImage(await clone.imageName(), script)).toBe(String.raw`a,b\r\nechosourced\na\rb\n`);
  });

  it('with these line ends and no git runs all the same', async () => {
    for (const file of ['bin/hoosegow', 'Dockerfile', '.dockerignore', 'inmate.ts', 'package.json']) {
      const text = await readFile(join(folder, file), 'utf8');
      await writeFile(join(folder, file), text.replaceAll('\n', '\r\n'));
    }
    expect(await open().dispatch('greet', ['you'])).toBe('Hello, you!');
  });

  it('keeps odd names, and links to them', async () => {
    await put({ 'data/a\\b.txt': 'found' });
    await symlink('data/a\\b.txt', join(folder, 'link'));
    await writeFile(Buffer.concat([Buffer.from(`${folder}/caf`), Buffer.from([0xe9])]), 'coffee');
    const image = await open().buildImage();
    expect(await inImage(image, "cat link; cat caf*; printf %s caf* | od -An -tx1 | tr -d ' \\n'")).toBe(
      'foundcoffee636166e9',
    );
  });

  it('that has neither dependencies nor a lock, nor a package.json, runs', async () => {
    for (const file of ['package.json', 'package-lock.json', 'inmate.ts']) await rm(join(folder, file));
    await put({ 'inmate.mjs': 'export const answer = () => 42;\n' });
    expect(await open().dispatch('answer', [])).toBe(42);
  });
});

describe('secrets of a folder', () => {
  it('are in no image unless named, and the build says which were left out', async () => {
    const mark = `secret-${randomUUID()}`;
    const files = ['.env', 'conf/.env.local', '.ssh/id_rsa', '.aws/credentials', 'certs/server.PEM', '.git/config'];
    await put(Object.fromEntries(files.map((file) => [file, mark])));
    await writeFile(join(folder, '.dockerignore'), 'node_modules\n!conf/.env.local\n');
    const heard: string[] = [];
    const image = await open().buildImage({ onProgress: ({ text }) => heard.push(text) });
    expect(await inImage(image, `grep -rl ${mark} /hoosegow`)).toBe('/hoosegow/conf/.env.local\n');
    expect(heard.join('')).toMatch(/kept out as secrets: \.aws, \.env, \.ssh, certs\/server\.PEM \(/);
  });
});

describe('a private registry', () => {
  it('is asked with the token of .npmrc, which nothing keeps and no name depends on', async (context) => {
    needs('servers here', context);
    await using registry = await privateRegistry();
    registry.token = `token-${randomUUID()}`;
    vi.stubEnv('NPM_TEST_TOKEN', registry.token);
    const host = registry.url.replace('http:', '');
    await put({
      '.npmrc': `@corp:registry=${registry.url}\n${host}:_authToken=\${NPM_TEST_TOKEN}\n; ${registry.token}\n`,
      'inmate.ts': `import { readFileSync } from 'node:fs';
        import { answer } from '@corp/secret';
        export const ask = () => [answer, readFileSync('.npmrc', 'utf8'), JSON.stringify(process.env)];\n`,
      'package.json': JSON.stringify({ name: 'project', type: 'module', dependencies: { '@corp/secret': '1.2.3' } }),
      'package-lock.json': JSON.stringify({
        name: 'project',
        lockfileVersion: 3,
        requires: true,
        packages: {
          '': { name: 'project', dependencies: { '@corp/secret': '1.2.3' } },
          'node_modules/@corp/secret': { version: '1.2.3', integrity: registry.integrity },
        },
      }),
    });
    const hoosegow = open(folder, { buildSecrets: { NPM_TEST_TOKEN: { env: 'NPM_TEST_TOKEN' } } });
    const log: string[] = [];
    const image = await hoosegow.buildImage({ onProgress: ({ text }) => log.push(text) });
    expect(registry.requests).toEqual(['/@corp/secret given', '/secret-1.2.3.tgz given']);
    const [answer, settings, env] = (await hoosegow.dispatch('ask', [])) as string[];
    expect([answer, settings]).toEqual([42, `@corp:registry=${registry.url}\n`]);
    expect(await inImage(image, 'ls /ran 2>/dev/null || echo no script ran')).toBe('no script ran\n');
    const encoded = Buffer.from(registry.token).toString('base64url').slice(4, -4);
    for (const secret of [registry.token, encoded, 'hoosegow-install']) {
      expect(env).not.toContain(secret);
      expect(log.join('')).not.toContain(secret);
    }
    const saved = await buffer(Readable.from(await docker.getImage(image).get()));
    expect(saved.includes(registry.token)).toBe(false);
    for (const { Id } of await docker.listImages({ all: true })) {
      const known = JSON.stringify([await docker.getImage(Id).inspect(), await docker.getImage(Id).history()]);
      expect(known.includes(registry.token) || known.includes('hoosegow-install:')).toBe(false);
    }

    await put({ '.npmrc': `@corp:registry=${registry.url}\n${host}:_authToken=renewed\n` });
    expect(await hoosegow.imageName()).toBe(image);
    await put({ '.npmrc': `@corp:registry=${registry.url}other/\n` });
    expect(await hoosegow.imageName()).not.toBe(image);
  });
});

describe('dependencies', () => {
  const manifest = (more = {}) =>
    JSON.stringify({
      name: 'project',
      type: 'module',
      dependencies: { marked: '18.2.1' },
      devDependencies: { ms: '2.1.3' },
      ...more,
    });

  it.each([
    ['pnpm', 'pnpm-lock.yaml', 'pnpm-lock.yaml', {}],
    ['Yarn 1', 'yarn.lock', 'yarn-1.lock', {}],
    ['Yarn 3', 'yarn.lock', 'yarn-3.lock', {}],
    ['Yarn 4, by packageManager', 'yarn.lock', 'yarn-4.lock', { packageManager: 'yarn@4.18.1' }],
  ])('are those of the lock of %s', async (_manager, name, lock, more) => {
    await rm(join(folder, 'package-lock.json'));
    await cp(join(LOCKS, lock), join(folder, name));
    await put({ 'package.json': manifest(more) });
    const hoosegow = open();
    expect(await hoosegow.dispatch('render', ['# Hi'])).toMatchObject({ html: '<h1>Hi</h1>\n' });
    const image = await hoosegow.imageName();
    expect(await inImage(image, 'ls -A /tmp | wc -l; ls node_modules/marked/package.json')).toBe(
      '0\nnode_modules/marked/package.json\n',
    );
  });

  it('whose lock is out of date are not installed', async () => {
    await rm(join(folder, 'package-lock.json'));
    await cp(join(LOCKS, 'yarn-4.lock'), join(folder, 'yarn.lock'));
    await put({ 'package.json': manifest({ dependencies: { marked: '18.2.0' } }) });
    await expect(open().buildImage()).rejects.toMatchObject({
      log: expect.stringContaining('lockfile would have been modified') as unknown,
    });
  });
});
