import { access } from 'node:fs/promises';
import path from 'node:path';
import {
  Hoosegow,
  HoosegowError,
  inmateFolderOf,
  UsageError,
  type Dispatch,
  type Outcome,
} from '../../engine/index.ts';
import { readArgumentList, readArguments } from '../arguments.ts';
import { BuildView } from '../buildView.ts';
import { checkMethod } from '../checkMethod.ts';
import { defineCommand, type CommandContext } from '../command.ts';
import { jsonView, timelineView } from '../dispatchViews.ts';
import {
  BUILD_OPTIONS,
  buildOptions,
  CONTAINER_OPTIONS,
  containerOptions,
  DOCKER_OPTIONS,
  dockerOptions,
} from '../engineOptions.ts';
import { readEnv } from '../envOptions.ts';
import { exitStatusOf } from '../exitStatus.ts';
import { followDispatch } from '../followDispatch.ts';
import type { Input } from '../input.ts';
import { interruptible } from '../interrupt.ts';
import type { OptionValues } from '../options.ts';
import { choosePaint } from '../paint.ts';
import { reportError, reportLine } from '../report.ts';
import { parseDuration } from '../units.ts';
import { printResult, writeResult } from '../writeResult.ts';

const OPTIONS = {
  image: { type: 'string', value: 'IMAGE', help: 'calls an image that is there already, in place of DIR' },
  args: { type: 'string', value: 'JSON', help: 'the whole list of arguments as a JSON array, or @FILE or @- with one' },
  timeout: { type: 'string', value: 'TIME', help: 'for example 10s, 500ms or 2m; default 60s' },
  record: { type: 'string', value: 'FILE', help: 'writes a recording; the file must not exist yet' },
  json: { type: 'boolean', help: 'every event as one line of JSON on stdout, in place of the timeline on stderr' },
  output: { type: 'string', value: 'FILE', help: 'writes a result of bytes or text to a file' },
  ...CONTAINER_OPTIONS,
  ...BUILD_OPTIONS,
  ...DOCKER_OPTIONS,
} as const;

type Values = OptionValues<keyof typeof OPTIONS>;

const NOTES = `
An ARG is JSON if it parses, else a string. @FILE is the bytes of a file, @- those of standard input; @@text is the
string @text. What begins with "-" and is no number goes behind "--".
In an ARG, in --args and in results {"base64":"…"} are bytes, {"bigint":"…"} large integers, {"date":"…"} dates,
{"float":"NaN"} numbers that JSON lacks, {"ext":n,"base64":"…"} extensions, and {"map":[[key,value],…]} maps with
other than string keys, or objects that look like one of these. Whole numbers have 64 bits at most.

Values of --env and --env-file are in no recording and in no message, their names are. The engine process takes them
too; what only a container can hold it refuses.

The image is built first where it is missing. The timeline goes to stderr, the result as JSON to stdout.
Exit status: 0 returned, 1 raised, 2 wrong usage, 124 timed out, 130 cancelled, 3 anything else.
`;

interface Call {
  readonly source: { readonly inmateDir: string } | { readonly image: string };
  readonly method: string;
  readonly args: readonly unknown[];
}

export const runCommand = defineCommand({
  name: 'run',
  usage: ['run DIR METHOD [ARG…]', 'run --image IMAGE METHOD [ARG…]'],
  summary: 'calls a method of an inmate and shows what happens',
  notes: NOTES,
  options: OPTIONS,
  positionals: [1, Infinity],
  async run(positionals, values, context) {
    const { stdout, stderr, env } = context;
    const call = await readCall(positionals, values, context.stdin);
    const timeout = values.read('timeout', parseDuration);
    await checkFiles(values);
    const variables = await readEnv(values.texts('env'), values.texts('env-file'), env);
    const paint = choosePaint(stderr.isTerminal, env);
    const build = new BuildView(stderr, paint);
    const hoosegow = new Hoosegow({
      ...call.source,
      ...dockerOptions(values),
      ...buildOptions(values),
      ...containerOptions(values),
      ...(Object.keys(variables).length > 0 ? { env: variables } : {}),
      onBuildProgress: ({ text }) => build.push(text),
    });
    if (values.text('engine') === 'process') {
      await reportLine(stderr, 'the process engine isolates nothing: the inmate can do all that you can');
    }
    const view = values.flag('json') ? jsonView(stdout) : timelineView(stderr, paint, true);
    const record = values.text('record');
    return interruptible([stdout.closed, stderr.closed], async (signal) => {
      try {
        const dispatch = hoosegow.dispatch(call.method, call.args, {
          signal,
          ...(timeout === undefined ? {} : { timeout }),
          ...(record === undefined ? {} : { record }),
        });
        const { outcome, result, failure } = await followDispatch(dispatch, view);
        await build.end();
        if (outcome.outcome === 'engine-failed')
          return await reportError(stderr, failure ?? (await failureOf(dispatch, outcome.message)));
        return await conclude(outcome, result, values, context);
      } finally {
        await hoosegow.close();
      }
    });
  },
});

async function readCall(positionals: readonly string[], values: Values, stdin: Input): Promise<Call> {
  const image = values.text('image');
  const [named = '', ...rest] = image === undefined ? positionals : ['', ...positionals];
  const [method, ...texts] = rest;
  if (method === undefined) throw new UsageError('which method? usage: hoosegow run DIR METHOD [ARG…]');
  const inmateDir = image === undefined ? await inmateFolderOf(named) : '';
  const engine = values.text('engine') === 'process' ? 'process' : 'docker';
  if (image === undefined) await checkMethod(inmateDir, method, { engine, ...buildOptions(values) });
  const list = values.text('args');
  if (list !== undefined && texts.length > 0) throw new UsageError('give the arguments either one by one or by --args');
  const args = await (list === undefined ? readArguments(texts, stdin) : readArgumentList(list, stdin));
  return { source: image === undefined ? { inmateDir } : { image }, method, args };
}

/** Finds out before the dispatch what would spoil its result afterwards. */
async function checkFiles(values: Values): Promise<void> {
  const record = values.text('record');
  if (record !== undefined && (await exists(record))) {
    throw new UsageError(`--record never overwrites, and ${record} exists already: choose another name`);
  }
  for (const name of ['record', 'output'] as const) {
    const file = values.text(name);
    if (file === undefined || (await exists(path.dirname(path.resolve(file))))) continue;
    throw new UsageError(`--${name}: there is no folder ${path.dirname(file)}`);
  }
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

/** What failed, as the engine raised it: bad input has a status of its own. */
async function failureOf(dispatch: Dispatch, message: string): Promise<unknown> {
  try {
    await dispatch;
  } catch (error) {
    return error;
  }
  return new HoosegowError(message);
}

async function conclude(outcome: Outcome, result: unknown, values: Values, context: CommandContext): Promise<number> {
  const { stdout, stderr } = context;
  if (outcome.outcome !== 'returned') return exitStatusOf(outcome);
  const file = values.text('output');
  if (file === undefined) {
    if (!values.flag('json')) await printResult(stdout, result);
    return 0;
  }
  try {
    await writeResult(file, result);
    return 0;
  } catch (error) {
    // A result that took its time is not thrown away.
    if (!values.flag('json')) await printResult(stdout, result);
    return reportError(stderr, error);
  }
}
