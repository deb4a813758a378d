import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HoosegowOptions } from '../../src/engine/index.ts';
import type { BenchDocker } from './figure.ts';

const TEMPLATE = join(import.meta.dirname, '../../dist/inmate-template');

/** The same method in TypeScript, as a new project has it, and in JavaScript. */
const INMATES = {
  ts: 'export const echo = (...values: unknown[]): unknown[] => values;\n',
  js: 'export const echo = (...values) => values;\n',
};

/** An inmate project of one method, `echo`, as `hoosegow new` would make it. */
export interface EchoProject extends AsyncDisposable {
  optionsFor(docker: BenchDocker): HoosegowOptions;
}

export async function echoProject(language: keyof typeof INMATES): Promise<EchoProject> {
  const folder = await mkdtemp(join(tmpdir(), 'hoosegow-bench-'));
  await cp(TEMPLATE, folder, { recursive: true });
  await rm(join(folder, 'inmate.ts'));
  await writeFile(join(folder, `inmate.${language}`), INMATES[language]);
  return {
    optionsFor: ({ host, baseImage, buildNetwork }) => ({
      inmateDir: folder,
      docker: { host },
      baseImage,
      ...(buildNetwork ? { buildNetwork } : {}),
    }),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}
