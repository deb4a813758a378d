import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../src/engine/index.ts';
import { hoosegowUnderTest, inmateProject } from '../../support/inmateProject.ts';

interface Ended {
  readonly outcome: Outcome;
  readonly result: unknown;
  readonly builds: string;
}

/** Calls `f` of an inmate that is made of these files, in a container. */
async function call(files: Readonly<Record<string, string>>): Promise<Ended> {
  await using project = await inmateProject('bulk');
  await rm(join(project.dir, 'inmate.ts'));
  for (const [name, text] of Object.entries(files)) await writeFile(join(project.dir, name), text);
  let builds = '';
  const onBuildProgress = ({ text }: { readonly text: string }): void => void (builds += text);
  const hoosegow = hoosegowUnderTest({ inmateDir: project.dir, onBuildProgress });
  try {
    const dispatch = hoosegow.dispatch('f', [20]);
    const result = await dispatch.then(
      (value) => value,
      () => undefined,
    );
    return { outcome: await dispatch.outcome, result, builds };
  } finally {
    await hoosegow.cleanup();
    await hoosegow.close();
  }
}

describe('an inmate in a container', () => {
  it.each([
    ['inmate.cjs', 'module.exports = { f(n) { return n + this.more; }, more: 2 };'],
    ['inmate.cts', 'exports.f = (n: number): number => n + 2;'],
    ['inmate.ts', 'const wrap = (g: (n: number) => number) => g; export const f = wrap((n) => n + 2);'],
  ])('may be %s: %s', async (file, source) => {
    expect(await call({ [file]: source })).toMatchObject({ outcome: { outcome: 'returned' }, result: 22 });
  });

  it('has its types turned into JavaScript where package.json asks for it, and its lines kept', async () => {
    await using project = await inmateProject('bulk');
    const manifest: unknown = JSON.parse(await readFile(join(project.dir, 'package.json'), 'utf8'));
    const asked = JSON.stringify({ ...Object(manifest), hoosegow: { transformTypes: true } });
    const source = `enum More { two = 2 }
      namespace N { export const zero = 0 }
      class C { constructor(readonly n: number) {} }

      export function f(n: number) {
        if (n < N.zero) throw new Error('negative');
        throw new RangeError(String(new C(n).n + More.two));
      }`;
    const { outcome } = await call({ 'inmate.ts': source, 'package.json': asked });
    expect(outcome).toMatchObject({
      outcome: 'raised',
      class: 'RangeError',
      message: '22',
      backtrace: [expect.stringMatching(/inmate\.ts:7:\d+/)],
    });
  });

  it('that cannot run is not built', async () => {
    const { outcome, builds } = await call({ 'inmate.ts': 'export enum A { x }' });
    expect(outcome).toMatchObject({
      outcome: 'engine-failed',
      message: expect.stringContaining('inmate.ts:1:8: ') as unknown,
    });
    expect(builds).toBe('');
  });
});
