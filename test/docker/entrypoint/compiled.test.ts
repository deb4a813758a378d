import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scaffold, type Hoosegow, type HoosegowOptions, type InmateRuntimeError } from '../../../src/engine/index.ts';
import { needs } from '../../support/docker.ts';
import { inImage } from '../../support/inImage.ts';
import { hoosegowUnderTest } from '../../support/inmateProject.ts';

const TEMPLATE = join(import.meta.dirname, '../../../inmate-template');

/** What Node loads to leave out types: never, where everything comes from the cache. */
const METHODS = `
export const strips = (): boolean => process.moduleLoadList.some((name: string) => name.includes('amaro'));
export const environment = (): string[] => Object.keys(process.env).toSorted();
export async function vandalize(): Promise<string[]> {
  const { chmodSync, readdirSync, unlinkSync, writeFileSync } = await import('node:fs');
  const folder = '/hoosegow/bin/compiled';
  const [cache = ''] = readdirSync(folder).map((name) => folder + '/' + name);
  const files = readdirSync(cache).map((name) => cache + '/' + name);
  const tries = [
    ...files.flatMap((file) => [() => writeFileSync(file, ''), () => chmodSync(file, 0o666), () => unlinkSync(file)]),
    () => writeFileSync(cache + '/new', ''),
    () => chmodSync(cache, 0o777),
    () => writeFileSync(folder + '/new', ''),
  ];
  return tries.map((attempt) => {
    try {
      attempt();
      return 'done';
    } catch (error) {
      return (error as NodeJS.ErrnoException).code ?? 'unknown';
    }
  });
}
`;

const opened: Hoosegow[] = [];
const dirs: string[] = [];

function open(inmateDir: string, options: HoosegowOptions = {}): Hoosegow {
  const hoosegow = hoosegowUnderTest({ inmateDir, ...options });
  opened.push(hoosegow);
  return hoosegow;
}

/** A new project with these files in it. @returns its folder */
async function project(files: Readonly<Record<string, string>>): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'hoosegow-compiled-'));
  dirs.push(dir);
  await scaffold(dir, { name: 'compiled' });
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(dir, name)), { recursive: true });
    await writeFile(join(dir, name), text);
  }
  return dir;
}

/** As `project`, to be compiled as the template's README says. */
async function compiledProject(files: Readonly<Record<string, string>>): Promise<string> {
  const dir = await project(files);
  await appendFile(join(dir, 'Dockerfile'), await recipe());
  return dir;
}

async function recipe(): Promise<string> {
  const text = await readFile(join(TEMPLATE, 'README.md'), 'utf8');
  const lines = /^ {4}USER root\n(?: {4}.*\n)+/m.exec(text)?.[0];
  if (lines === undefined) throw new Error('the README of the template tells no recipe');
  return lines.replaceAll(/^ {4}/gm, '');
}

afterAll(async () => {
  for (const dir of dirs) await open(dir).cleanup();
  for (const hoosegow of opened) await hoosegow.close();
  for (const dir of dirs) await rm(dir, { recursive: true });
});

let inmate: string;
let dir: string;
let image: string;

beforeAll(async () => {
  inmate = (await readFile(join(TEMPLATE, 'inmate.ts'), 'utf8')) + METHODS;
  dir = await compiledProject({ 'inmate.ts': inmate });
  image = await open(dir).buildImage();
});

describe('an image with the inmate compiled', () => {
  it('spares each call the work, and works as without', async () => {
    const [compiled, plain] = [open(dir), open(await project({ 'inmate.ts': inmate }))];
    expect([await plain.dispatch('strips'), await compiled.dispatch('strips')]).toEqual([true, false]);
    expect(await compiled.dispatch('environment')).toEqual(await plain.dispatch('environment'));
    expect(await compiled.dispatch('render', ['# One\n'])).toMatchObject({ html: '<h1>One</h1>\n' });
    const backtraceOf = (hoosegow: Hoosegow) =>
      hoosegow
        .dispatch('greet', ['you', 0])
        .then(undefined, (error: unknown) => (error as InmateRuntimeError).backtrace);
    expect(await backtraceOf(compiled)).toEqual(await backtraceOf(plain));
  });

  it('runs as nobody, who owns nothing in it', async () => {
    expect(
      (
        await inImage(image, 'find / -xdev ! -path /proc ! -path /sys -user 65534; find /hoosegow ! -perm -o+r; id -u')
      ).trim(),
    ).toBe('65534');
  });

  it('cannot be changed by an inmate, with a writable root neither', async () => {
    const errors = new Set((await open(dir).dispatch('vandalize')) as string[]);
    expect([...errors]).toEqual(['EROFS']);
    const writable = open(dir, { containerOptions: { HostConfig: { ReadonlyRootfs: false } } });
    const refusals = new Set((await writable.dispatch('vandalize')) as string[]);
    expect([...refusals].toSorted()).toEqual(['EACCES', 'EPERM']);
    expect(await open(dir).dispatch('strips')).toBe(false);
  });

  it('works for another user and under other flags, as without', async () => {
    const other = open(dir, {
      containerOptions: { User: '1000:1000', HostConfig: { Tmpfs: { '/tmp': 'mode=1777' } } },
    });
    expect(await other.dispatch('strips')).toBe(true);
    const flagged = open(dir, { containerOptions: { Env: ['NODE_OPTIONS=--interpreted-frames-native-stack'] } });
    expect(await flagged.dispatch('strips')).toBe(true);
  });

  it('works under gVisor', async (context) => {
    needs('gvisor', context);
    expect(await open(dir, { runtime: 'runsc' }).dispatch('strips', [], { timeout: 30_000 })).toBe(false);
  });
});

describe('compiling', () => {
  it('runs no line of the inmate, nor of what it imports', async () => {
    const trace = (name: string) => `require('node:fs').writeFileSync('/tmp/trace-${name}', '');\n`;
    const hostile = await compiledProject({
      'inmate.ts': `
        import { createRequire } from 'node:module';
        import './lib/module.ts';
        import common from './lib/common.cjs';
        createRequire(import.meta.url)('node:fs').writeFileSync('/tmp/trace-inmate', '');
        export const method = (): unknown => common;
        for (;;);`,
      'lib/module.ts': `
        import { writeFileSync } from 'node:fs';
        writeFileSync('/tmp/trace-module', '');
        export const never: number = await new Promise(() => undefined);`,
      'lib/common.cjs': `${trace('common')}module.exports = { ...require('./required.cjs') };\n`,
      'lib/required.cjs': trace('required'),
    });
    const built = await open(hostile).buildImage();
    expect((await inImage(built, 'ls /tmp | grep trace; ls bin/compiled | wc -l')).trim()).toBe('1');
  });

  it('leaves what is wrong with an inmate to the call', async () => {
    const wrong = await compiledProject({ 'inmate.ts': 'import "none-such"; export {};' });
    await expect(open(wrong).dispatch('method')).rejects.toThrow(/npm install none-such/);
  });

  it('does nothing where it is not allowed to', async () => {
    const printed = await inImage(image, 'node bin/entrypoint.cjs compile; echo status $?');
    expect(printed).toMatch(/the inmate is not compiled beforehand: EACCES[^]*status 0/);
  });

  it.each([
    ['a source that is wrong', 'echo "export const x = ;" > inmate.ts'],
    ['no inmate', 'rm inmate.ts'],
    ['an import that has no end', 'echo "import \'file:///dev/zero\'" > inmate.ts'],
    ['an import that never begins', 'mkfifo -m 666 /never; echo "import \'file:///never\'" > inmate.ts'],
  ])('with %s ends well, and soon', async (_what, change) => {
    const started = performance.now();
    const printed = await inImage(image, `${change}; node bin/entrypoint.cjs compile; echo status $?`, 'root');
    expect(printed.trim()).toMatch(/status 0$/);
    expect(performance.now() - started).toBeLessThan(30_000);
  });
});
