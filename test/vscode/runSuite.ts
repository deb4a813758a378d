import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hoosegow } from '../../src/engine/index.ts';
import { stageExtension } from '../support/extension/stageExtension.ts';
import { dockerUnderTest } from '../support/docker.ts';
import { inmateProject } from '../support/inmateProject.ts';
import { runInBrowser } from '../support/rig/browserVSCode.ts';
import { bundleSuite } from '../support/rig/bundleSuite.ts';
import { runInDesktop } from '../support/rig/desktopVSCode.ts';
import { isDebianRoot } from '../support/rig/debian.ts';
import { CONTEXT_VARIABLE, type SuiteContext, type SuiteMode, type SuiteResult } from './suite/context.ts';

/** What a workspace that is not trusted asks for, and must not get. */
const GREEDY = {
  'hoosegow.engine.kind': 'process',
  'hoosegow.engine.host': 'tcp://127.0.0.1:1',
  'hoosegow.engine.context': 'theirs',
  'hoosegow.engine.runtime': 'theirs',
  'hoosegow.engine.waiting': 16,
  'hoosegow.container.env': ['THEIRS=1'],
  'hoosegow.container.user': '0',
  'hoosegow.container.network': 'theirs',
  'hoosegow.images.secrets': ['THEIRS=1'],
  'hoosegow.images.buildNetwork': 'theirs',
  'hoosegow.images.baseImage': 'theirs',
  'hoosegow.images.platform': 'theirs/none',
  'hoosegow.images.contextSize': 1,
  'hoosegow.images.contextFiles': 1,
  'hoosegow.images.keep': 999,
  'hoosegow.limits.memory': 99_999,
  'hoosegow.limits.processors': 99,
  'hoosegow.limits.processes': 9999,
  'hoosegow.limits.timeout': 9999,
  'hoosegow.limits.output': 9999,
  'hoosegow.limits.value': 999,
  'hoosegow.limits.valueItems': 9_999_999,
  'hoosegow.limits.valueDepth': 999,
  'hoosegow.history.maxCount': 9999,
  'hoosegow.history.maxSize': 9999,
  'hoosegow.prepareOnSave': false,
  'hoosegow.runOnSave': true,
};

/**
 * Runs the suite in a real VS Code, with the extension as it is packaged: on Debian as root in the VS Code server,
 * elsewhere in a desktop VS Code. Rejects where it did not run to its end; tests that fail are among the results.
 */
export async function runSuite(mode: SuiteMode): Promise<readonly SuiteResult[]> {
  const work = await mkdtemp(join(tmpdir(), 'hoosegow-suite-'));
  await using project = await inmateProject('editor');
  try {
    const context: SuiteContext = {
      mode,
      results: join(work, 'results.json'),
      scratch: join(work, 'scratch'),
      recording: join(work, 'sample.dispatch'),
    };
    await mkdir(context.scratch);
    await recordSample(project.dir, context.recording);
    if (mode === 'restricted') await askForMuch(project.dir);
    const extension = join(work, 'extension');
    await stageExtension(extension);
    const { host, baseImage, buildNetwork } = dockerUnderTest();
    const run =
      (await isDebianRoot()) && process.env['HOOSEGOW_TEST_VSCODE'] === undefined ? runInBrowser : runInDesktop;
    const ended = run({
      extension,
      tests: await bundleSuite(),
      folder: project.dir,
      trusted: mode === 'trusted',
      settings: {
        'hoosegow.engine.host': host,
        'hoosegow.images.baseImage': baseImage,
        'hoosegow.images.buildNetwork': buildNetwork ?? '',
      },
      env: { [CONTEXT_VARIABLE]: JSON.stringify(context) },
    });
    const failure: unknown = await ended.then(
      () => undefined,
      (error: unknown) => error,
    );
    const results = await readFile(context.results, 'utf8').catch(() => undefined);
    if (results !== undefined) return JSON.parse(results) as SuiteResult[];
    throw new Error('the suite did not come to its end', { cause: failure });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** A dispatch that has ended, without any container: it is only looked at. */
async function recordSample(inmateDir: string, record: string): Promise<void> {
  const hoosegow = new Hoosegow({ engine: 'process', inmateDir });
  try {
    await hoosegow.dispatch('shout', ['sample', { times: 5 }], { record });
  } finally {
    await hoosegow.close();
  }
}

async function askForMuch(folder: string): Promise<void> {
  await mkdir(join(folder, '.vscode'), { recursive: true });
  await writeFile(join(folder, '.vscode/settings.json'), JSON.stringify(GREEDY));
  // Another content, another image: none that a trusted run has built.
  await cp(join(folder, 'inmate.ts'), join(folder, 'another.ts'));
}
