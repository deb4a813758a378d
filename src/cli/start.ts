import { existsSync } from 'node:fs';
import { appendFile, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { assetPath, Hoosegow, HoosegowError, scaffold } from '../engine/index.ts';
import { BuildView } from './output/buildView.ts';
import { runCli } from './cli.ts';
import type { CommandContext } from './command.ts';
import { findDesktopCode, openDesktopCode } from './desktopCode.ts';
import type { Output } from './output/output.ts';
import { choosePaint } from './output/paint.ts';
import { processContext } from './processContext.ts';
import { reportError, reportLine } from './output/report.ts';

/**
 * `npm start`: dispatches the sample inmate on this project's README and shows the timeline, in the terminal and then,
 * if a user sits at it, in VS Code, or in a browser where there is none.
 *
 * `HOOSEGOW_BASE_IMAGE` and `HOOSEGOW_BUILD_NETWORK` fit the build to machines that cannot pull the usual image.
 *
 * @returns the exit status
 */
async function start(context: CommandContext): Promise<number> {
  // In its own place it finds its packages even without an image.
  const sample = assetPath('inmate-template');
  const engine = await chooseEngine(sample, context);
  const folder = await mkdtemp(path.join(tmpdir(), 'hoosegow-start-'));
  const [record, result] = [path.join(folder, 'render.dispatch'), path.join(folder, 'render.json')];
  const call = ['run', sample, 'render', `@${path.resolve('README.md')}`, ...engine, '--record', record];
  const status = await runCli(call, { ...context, stdout: fileOutput(result) });
  await context.stderr.write(
    [
      '',
      `The recording:  ${record}`,
      `The result:     ${result}`,
      `Show it again:  node dist/cli.cjs show ${record}`,
      `Look into it:   node dist/cli.cjs inspect ${record}`,
      'Make your own:  node dist/cli.cjs new my-inmate',
      '',
    ].join('\n'),
  );
  if (context.stderr.isTerminal && existsSync(record)) await showTimeline(folder, record, context);
  return status;
}

async function showTimeline(folder: string, record: string, context: CommandContext): Promise<void> {
  const code = await findDesktopCode(process.platform, context.env);
  if (code !== undefined) {
    await context.stderr.write('\nThe timeline opens in VS Code, beside a copy of the sample.\n');
    const { dir } = await scaffold(path.join(folder, 'sample-inmate'));
    if ((await openDesktopCode(code, path.resolve('.'), [dir, record])) === 0) return;
  }
  await context.stderr.write('\nThe timeline opens in a browser, at the address below. Ctrl+C ends it.\n');
  await runCli(['inspect', record], context);
}

function fileOutput(file: string): Output {
  return {
    isTerminal: false,
    write: (text) => appendFile(file, text),
    closed: new AbortController().signal,
  };
}

/** A container engine, if one answers and can build the sample; else a plain process. @returns options of `run` */
async function chooseEngine(inmateDir: string, { stderr, env }: CommandContext): Promise<string[]> {
  const baseImage = env['HOOSEGOW_BASE_IMAGE'];
  const buildNetwork = env['HOOSEGOW_BUILD_NETWORK'];
  const hoosegow = new Hoosegow({
    inmateDir,
    ...(baseImage === undefined ? {} : { baseImage }),
    ...(buildNetwork === undefined ? {} : { buildNetwork }),
  });
  const build = new BuildView(stderr, choosePaint(stderr.isTerminal, env));
  try {
    if (!(await hoosegow.imageExists())) await hoosegow.buildImage({ onProgress: ({ text }) => build.push(text) });
    return [
      ...(baseImage === undefined ? [] : ['--base-image', baseImage]),
      ...(buildNetwork === undefined ? [] : ['--build-network', buildNetwork]),
    ];
  } catch (error) {
    if (!(error instanceof HoosegowError)) throw error;
    await build.end();
    await reportLine(stderr, `no container engine can be used: ${error.message}`);
    await reportLine(stderr, 'so the sample runs as a plain process, with nothing around it; it is our own code');
    return ['--engine', 'process'];
  } finally {
    await build.end();
    await hoosegow.close();
  }
}

const context = processContext();

void start(context)
  .catch(async (error: unknown) => reportError(context.stderr, error))
  .then((status) => process.exit(status));
