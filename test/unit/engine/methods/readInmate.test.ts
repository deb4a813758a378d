import { spawnSync } from 'node:child_process';
import { symlink } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { InmateSourceError, readInmate, refuseUnrunnable } from '../../../../src/engine/methods/readInmate.ts';
import type { ReadOptions } from '../../../../src/engine/methods/inmateReading.ts';
import { inmateFolder, removeFolders, type Files } from './inmateFolder.ts';
import { BESIDE, DOUBTED, REFUSED, RUNS } from './sourceCases.ts';

removeFolders();

/** Problems of an inmate as `E inmate.ts:1:1: …`. */
async function problemsOf(files: Files, options: ReadOptions = {}): Promise<string[]> {
  const { problems } = await readInmate(await inmateFolder(files), options);
  return problems.map(({ severity, file, line, column, message }) => {
    return `${severity === 'error' ? 'E' : 'W'} ${file}:${line}:${column}: ${message}`;
  });
}

const PLAIN = { 'package.json': '{ "type": "module" }' };

describe('the source of an inmate', () => {
  it.each(RUNS)('has nothing wrong: %s', async (source) => {
    expect(await problemsOf({ ...BESIDE, 'inmate.ts': source })).toEqual([]);
  });

  it.each(REFUSED)('will not run: %s', async (source, told) => {
    const problems = await problemsOf({ ...BESIDE, 'inmate.ts': source });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^E inmate\.ts:/);
    expect(problems[0]?.slice('E inmate.ts:'.length)).toMatch(told);
  });

  it.each(DOUBTED)('may not run: %s', async (source, told) => {
    const problems = await problemsOf({ ...BESIDE, 'inmate.ts': source });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^W inmate\.ts:/);
    expect(problems[0]?.slice('W inmate.ts:'.length)).toMatch(told);
  });

  it('never advises to install what is not a package, or a folder of the inmate', async () => {
    const word = fc.stringMatching(/^[@~#]?[a-zA-Z._-]{0,6}(?:\/[a-z]{1,4}){0,2}(?:\.ts)?$/);
    await fc.assert(
      fc.asyncProperty(word, async (specifier) => {
        const problems = await problemsOf({ ...BESIDE, 'inmate.ts': `import ${JSON.stringify(specifier)};` });
        for (const problem of problems) {
          const name = /npm install ([^"]*)"/.exec(problem)?.[1];
          expect(name ?? 'fine').toMatch(/^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/i);
          expect(name).not.toBe('lib');
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is looked through as far as it imports its own files, and no further', async () => {
    const found = await problemsOf({
      ...PLAIN,
      'inmate.ts': `import './a.ts'; export const f = () => import('./later.ts');`,
      'a.ts': `import './b.ts'; import './inmate.ts';`,
      'b.ts': '\nexport enum B { x }',
      'later.ts': 'enum Later { x }',
      'unused.ts': 'enum Unused { x }',
      'node_modules/p/index.ts': 'enum P { x }',
    });
    expect(found).toEqual([
      expect.stringMatching(/^E b\.ts:2:8: an enum/),
      expect.stringMatching(/^W later\.ts:1:1: an enum/),
    ]);
  });

  it('knows installed packages, those of package.json, and itself', async () => {
    const manifest = { name: 'self', type: 'module', dependencies: { marked: '1' }, devDependencies: { tool: '1' } };
    const found = await problemsOf({
      'package.json': JSON.stringify(manifest),
      'node_modules/there/index.js': '',
      'inmate.ts': `import 'marked/x'; import 'there'; import 'self';\nimport 'tool';`,
    });
    expect(found).toEqual([expect.stringMatching(/^W inmate\.ts:2:8: .*devDependencies/)]);
  });

  it('is not taken for wrong where a cycle, a package or a broken file hides names', async () => {
    const found = await problemsOf({
      ...PLAIN,
      'inmate.ts': `import { a } from './a.ts'; import { b } from './b.ts'; import { any } from './open.ts'; export { a, b, any };`,
      'a.ts': `export * from './b.ts'; export const a = 1;`,
      'b.ts': `export * from './a.ts'; export const b = 1;`,
      'open.ts': `export * from 'node:fs';`,
    });
    expect(found).toEqual([]);
  });

  it('is read within bounds, whatever it is', async () => {
    const endless = await inmateFolder({
      ...PLAIN,
      'inmate.ts': `import './pipe.ts'; import './up.ts'; export const f = 1`,
    });
    spawnSync('mkfifo', [path.join(endless, 'pipe.ts')]);
    await symlink('/etc/hostname', path.join(endless, 'up.ts'));
    const { problems } = await readInmate(endless);
    expect(problems.map(({ file, message }) => `${file}: ${message}`)).toEqual([
      expect.stringMatching(/^pipe\.ts: is a FIFO: only a regular file is read/),
      expect.stringMatching(/^up\.ts: is a link that leads out of its folder/),
    ]);
    const many = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`m${i}.ts`, `export enum E { x }`]));
    const imports = Object.keys(many).map((file) => `import './${file}';`);
    const found = await problemsOf({ ...PLAIN, ...many, 'inmate.ts': imports.join('\n') });
    expect(found).toHaveLength(100);
    const deep = `export const f = ${'['.repeat(3000)}${']'.repeat(3000)};`;
    await expect(problemsOf({ ...PLAIN, 'inmate.ts': deep })).resolves.toBeDefined();
  });

  it('is taken from the editor where it is not saved', async () => {
    const dir = await inmateFolder({ ...PLAIN, 'inmate.ts': 'enum A { x }' });
    const texts = new Map([[path.join(dir, 'inmate.ts'), 'export function half(']]);
    expect(await readInmate(dir, { texts })).toMatchObject({
      methods: [{ name: 'half' }],
      problems: [{ severity: 'error', line: 1 }],
    });
  });

  it('is refused with every place', async () => {
    const dir = await inmateFolder({ ...PLAIN, 'inmate.ts': 'enum A { x }\nenum B { x }' });
    const refused = refuseUnrunnable(dir, { engine: 'docker' });
    await expect(refused).rejects.toThrow(InmateSourceError);
    await expect(refused).rejects.toThrow(/cannot run:\n {2}inmate\.ts:1:1: [^\n]*\n {2}inmate\.ts:2:1: /);
  });
});

describe('what an inmate is run by', () => {
  const ENUM = 'export enum A { x }';
  const asked = { 'package.json': '{ "type": "module", "hoosegow": { "transformTypes": true } }' };

  it('turns types into JavaScript where package.json asks for it', async () => {
    const source = `${ENUM} namespace N { export const x = 1 } class C { constructor(private x: 1) {} } import a = N.x; <any>1;`;
    expect(await problemsOf({ ...asked, 'inmate.ts': source })).toEqual([]);
    const exported = {
      'lib.ts': `export import join = N.join; export enum E { x } export namespace N { export const join = 1 }`,
    };
    const user = `import { join, E, N } from './lib.ts'; export const f = () => [join, E, N];`;
    expect(await problemsOf({ ...asked, ...exported, 'inmate.ts': user })).toEqual([]);
    const commonjs = `import fs = require('node:fs'); exports.f = () => fs;`;
    expect(await problemsOf({ ...asked, 'inmate.cts': commonjs })).toEqual([]);
    expect(await problemsOf({ ...PLAIN, 'inmate.cts': commonjs })).toEqual([
      expect.stringMatching(/^E inmate\.cts:1:1: .*`const fs = require\("node:fs"\)`.*transformTypes/),
    ]);
    const never = `module M {}\n@d class C { accessor x = 1 }\nimport fs = require('fs');`;
    expect(await problemsOf({ ...asked, 'inmate.ts': never })).toHaveLength(4);
  });

  it.each(['1', '"yes"', 'null'])('takes no %s for an answer', async (value) => {
    const manifest = `{ "hoosegow": { "transformTypes": ${value} } }`;
    const found = await problemsOf({ 'package.json': manifest, 'inmate.js': 'export const f = () => 1;' });
    expect(found).toEqual([expect.stringMatching(/^E package\.json:1:1: .*true or false/)]);
  });

  it.each([
    ['FROM node:18-slim', /^E Dockerfile:1:1: .*node:18-slim has Node 18, .*20 or newer/],
    ['ARG BASE_IMAGE=node:20\nFROM ${BASE_IMAGE}', /^E Dockerfile:2:1: .*Node 20, which does not run TypeScript/],
    ['FROM docker.io/library/node:22.17-alpine', /^E Dockerfile:1:1: .*Node 22\.17/],
  ])('is too old by its base image: %s', async (dockerfile, told) => {
    const found = await problemsOf({ ...PLAIN, Dockerfile: dockerfile, 'inmate.ts': 'export const f = () => 1;' });
    expect(found).toEqual([expect.stringMatching(told)]);
  });

  it.each(['node:22', 'node:22.18.0-slim', 'node:lts', 'registry:5000/node:24', 'corp/my-node:12', 'python:3.12'])(
    'is new enough, or not known, by its base image: %s',
    async (image) => {
      const files = { ...PLAIN, Dockerfile: `FROM ${image}`, 'inmate.ts': 'export const f = () => 1;' };
      expect(await problemsOf(files)).toEqual([]);
    },
  );

  it('is the base image that is named in place of the one of the Dockerfile', async () => {
    const files = { ...PLAIN, Dockerfile: 'ARG BASE_IMAGE=node:24\nFROM $BASE_IMAGE', 'inmate.js': 'export {}' };
    expect(await problemsOf(files, { baseImage: 'node:20' })).toEqual([]);
    expect(await problemsOf(files, { baseImage: 'node:16' })).toEqual([expect.stringMatching(/node:16 has Node 16/)]);
  });

  it('cannot transform from Node 26 on', async () => {
    const found = await problemsOf({ ...asked, Dockerfile: 'FROM node:26', 'inmate.ts': ENUM });
    expect(found).toEqual([expect.stringMatching(/^E inmate\.ts:1:8: .*node:24-slim/)]);
    const without = await problemsOf({ ...PLAIN, Dockerfile: 'FROM node:26', 'inmate.ts': ENUM });
    expect(without).toEqual([expect.not.stringContaining('transformTypes')]);
  });

  it.each([
    ['RUN npx tsc', 'W'],
    ['ENV NODE_OPTIONS="--import tsx"', 'W'],
    ['ENTRYPOINT ["node", "dist/main.js"]', 'W'],
    ['COPY --from=build /out .', 'W'],
    ['COPY generated ./lib', 'W'],
    ['COPY src/ /hoosegow/', 'W'],
    ['COPY ["gen/x.ts", "lib/"]', 'W'],
    ['COPY packages ./packages/', 'E'],
    ['COPY --chown=1:1 package.json *.ts tsconfig.jso[n] ./', 'E'],
    ['COPY bin/install.cjs bin/', 'E'],
    ['COPY certs/ca.crt /usr/local/share/', 'E'],
    ['ENV NODE_PATH=/hoosegow', 'W'],
    ['RUN apt-get update && apt-get install -y git \\\n  && rm -rf /var/lib/apt', 'E'],
    ['RUN if [ -f pnpm-lock.yaml ]; then corepack enable; pnpm install; else npm ci --omit=dev; fi', 'E'],
    ['ENV TZ=UTC', 'E'],
  ])('is not known for certain where the image does more than install: %s', async (line, severity) => {
    const found = await problemsOf({ ...PLAIN, Dockerfile: `FROM node:24\n${line}`, 'inmate.ts': ENUM });
    expect(found).toEqual([expect.stringMatching(new RegExp(`^${severity} inmate`))]);
    // The process engine knows no Dockerfile.
    const here = await problemsOf({ ...PLAIN, Dockerfile: line, 'inmate.ts': ENUM }, { engine: 'process' });
    expect(here).toEqual([expect.stringMatching(/^E inmate/)]);
  });

  it.each([
    ['20.20.2', ['namespace']],
    ['22.18.0', []],
    ['24.9.0', []],
    ['26.1.0', ['enum', 'namespace', 'parameter property']],
  ])('is this Node with the process engine: %s', async (version, refused) => {
    vi.spyOn(process, 'versions', 'get').mockReturnValue({ ...process.versions, node: version });
    const source =
      'enum A { x }\nnamespace N { export const x = 1 }\nclass C { constructor(private x: 1) {} }\nexport const f = 1;';
    const found = await problemsOf({ ...asked, 'inmate.ts': source }, { engine: 'process' });
    vi.restoreAllMocks();
    expect(found.map((problem) => /\ban? (enum|namespace|parameter property)/.exec(problem)?.[1])).toEqual(refused);
    for (const problem of found) expect(problem).toMatch(/in a container/);
  });
});
