import { build } from 'esbuild';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageExtension } from '../support/extension/packageExtension.ts';
import { stageExtension } from '../support/extension/stageExtension.ts';
import { runInBrowser } from '../support/rig/browserVSCode.ts';
import type { Bench, BenchContext, Result } from './figure.ts';
import { median, reported } from './measure.ts';
import { isObject } from './resultFile.ts';
import type { Activation } from '../vscode/suite/measureActivation.ts';

const STARTS = 5;
const MOST_MILLISECONDS = 30;
/** Of these the terminal of the console takes 118, and the three pictures of the extension's page 115. */
const MOST_KILOBYTES = 950;
/** As in measureActivation.ts, which only an extension host can load. */
const ACTIVATION_VARIABLE = 'HOOSEGOW_ACTIVATION_FILE';

/** What the packaged extension weighs, and what it takes of a window that it is activated in. */
export const bench: Bench = {
  name: 'extension',
  async run(context) {
    const work = await mkdtemp(join(tmpdir(), 'hoosegow-bench-'));
    try {
      return [await sizeOf(join(work, 'hoosegow-inspector.vsix')), ...(await activation(work, context))];
    } finally {
      await rm(work, { recursive: true, force: true });
    }
  },
};

async function sizeOf(vsix: string): Promise<Result> {
  const { size } = await packageExtension(vsix);
  return atMost('size of the packaged extension', size / 1024, 'KB', MOST_KILOBYTES);
}

async function activation(work: string, context: BenchContext): Promise<readonly Result[]> {
  const extension = join(work, 'extension');
  await stageExtension(extension);
  const folder = join(work, 'empty');
  await mkdir(folder);
  const tests = await bundle(join(work, 'measureActivation.cjs'));
  const file = join(work, 'activation');
  const times: Activation[] = [];
  for (let start = 0; start < STARTS; start++) {
    context.log(`start ${start + 1} of ${STARTS} of an editor`);
    const env = { [ACTIVATION_VARIABLE]: file };
    await runInBrowser({ extension, tests, folder, trusted: true, settings: {}, env });
    times.push(readActivation(JSON.parse(await readFile(file, 'utf8'))));
  }
  const own = median(times.map((time) => time.own));
  return [
    atMost('activation: loading the extension and its activate()', own, 'ms', MOST_MILLISECONDS),
    reported('… until the editor calls it active', median(times.map(({ whole }) => whole)), 'ms'),
  ];
}

function readActivation(json: unknown): Activation {
  if (isObject(json) && typeof json['own'] === 'number' && typeof json['whole'] === 'number') {
    return { own: json['own'], whole: json['whole'] };
  }
  throw new Error(`the extension host measured ${JSON.stringify(json)}`);
}

async function bundle(outfile: string): Promise<string> {
  await build({
    entryPoints: [join(import.meta.dirname, '../vscode/suite/measureActivation.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode'],
    logLevel: 'warning',
  });
  return outfile;
}

function atMost(figure: string, value: number, unit: string, most: number): Result {
  return { figure, value, unit, against: null, ratio: null, target: `≤ ${most} ${unit}`, met: value <= most };
}
