import {
  Hoosegow,
  HoosegowError,
  UsageError,
  type Dispatch,
  type EngineKind,
  type HoosegowOptions,
  type Outcome,
} from '../../engine/index.ts';
import { BuildView } from '../output/buildView.ts';
import { checkMethod, miscount } from '../input/checkMethod.ts';
import { defineCommand, type CommandContext } from '../command.ts';
import { jsonView, timelineView, type DispatchView } from '../output/dispatchViews.ts';
import {
  BUILD_OPTIONS,
  buildOptions,
  CONTAINER_OPTIONS,
  containerOptions,
  DOCKER_OPTIONS,
  dockerOptions,
  readEngine,
} from '../input/engineOptions.ts';
import { readEnv } from '../input/envOptions.ts';
import { exitStatusOf } from '../exitStatus.ts';
import { followDispatch } from '../output/followDispatch.ts';
import { checkVolumes } from '../input/checkVolumes.ts';
import { checkFiles, readCallArguments, readOnce, readTarget, type RunTarget } from '../input/runCall.ts';
import { readVolumes } from '../input/volumes.ts';
import { interruptible } from '../interrupt.ts';
import type { OptionValues } from '../input/optionValues.ts';
import { quietView } from '../output/quietView.ts';
import { choosePaint, COLOR_OPTION } from '../output/paint.ts';
import { reportError, reportLine } from '../output/report.ts';
import { parseDuration } from '../input/units.ts';
import { statusTable } from '../usage.ts';
import { watchRuns } from '../watch.ts';
import { printResult, writeResult } from '../output/writeResult.ts';

const OPTIONS = {
  image: { type: 'string', value: 'IMAGE', help: 'calls an image that is there already, in place of DIR' },
  args: { type: 'string', value: 'JSON', help: 'the whole list of arguments as a JSON array, or @FILE or @- with one' },
  timeout: { type: 'string', value: 'TIME', help: 'for example 10s, 500ms or 2m; default 60s' },
  record: { type: 'string', value: 'FILE', help: 'writes a recording; the file must not exist yet' },
  json: { type: 'boolean', help: 'every event as one line of JSON on stdout, in place of the timeline on stderr' },
  quiet: {
    type: 'boolean',
    short: 'q',
    help: 'no timeline: what the inmate prints goes to stderr, the result to stdout',
  },
  output: {
    type: 'string',
    value: 'FILE',
    help: 'writes a result of bytes or text to a file, any other to a FILE.json',
  },
  watch: { type: 'boolean', help: 'calls it again whenever the inmate changes, until Ctrl+C' },
  ...COLOR_OPTION,
  ...CONTAINER_OPTIONS,
  ...BUILD_OPTIONS,
  ...DOCKER_OPTIONS,
} as const;

type Values = OptionValues<keyof typeof OPTIONS>;

/** What is said before an inmate runs on an engine that does not hold it. */
const WARNINGS: Readonly<Record<EngineKind, string | undefined>> = {
  docker: undefined,
  process: 'the process engine isolates nothing: the inmate can do all that you can',
};

const NOTES = `
DIR is the folder at hand where it is left out: the first argument is a DIR if it is a path (., or with a slash) or
names a folder or a module of an inmate, else it is a METHOD. What could be both is refused: write ./NAME or . NAME.

An ARG is JSON if it parses, else a string. @FILE is the bytes of a file, @- those of standard input, or their text
where the parameter is a string and takes no bytes; @@text is the string @text. What begins with "-" and is not a
number goes behind "--".
In an ARG, in --args and in results {"base64":"…"} are bytes, {"bigint":"…"} large integers, {"date":"…"} dates,
{"float":"NaN"} numbers that JSON lacks, {"ext":n,"base64":"…"} extensions, and {"map":[[key,value],…]} maps with
other than string keys, or objects that look like one of these. Whole numbers have 64 bits at most.

Values of --env and --env-file are in no recording and in no message, their names are. The engine process takes them
too; what only a container can hold it refuses.

The image is built first where it is missing. The timeline goes to stderr, the result as JSON to stdout.
${statusTable()}
`;

export const runCommand = defineCommand({
  name: 'run',
  usage: ['run [DIR] METHOD [ARG…]', 'run --image IMAGE METHOD [ARG…]'],
  summary: 'calls a method of an inmate and shows what happens',
  notes: NOTES,
  options: OPTIONS,
  positionals: [0, Infinity],
  async run(positionals, values, context) {
    const { stderr, env } = context;
    if (values.flag('json') && values.flag('quiet')) throw new UsageError('give either --json or --quiet');
    const target = await readTarget(positionals, values.text('image'));
    const call = new Call(target, values, { ...context, stdin: readOnce(context.stdin) });
    if (!values.flag('watch')) await call.check();
    await checkFiles(values.text('record'), values.text('output'));
    await call.checkVolumes();
    await call.open(await readEnv(values.texts('env'), values.texts('env-file'), env));
    try {
      const warning = WARNINGS[call.engine];
      if (warning !== undefined && !values.flag('quiet')) await reportLine(stderr, warning);
      if (!values.flag('watch')) return await call.run();
      return await watchRuns(
        folderToWatch(target, values),
        stderr,
        async () => {
          await call.check();
          return call.run();
        },
        values.text('output'),
      );
    } finally {
      await call.close();
    }
  },
});

function folderToWatch({ source }: RunTarget, values: Values): string {
  if (!('inmateDir' in source)) throw new UsageError('--watch is for a folder: an image does not change');
  if (values.text('record') !== undefined) {
    throw new UsageError('--record never overwrites, and --watch calls more than once: give one of them');
  }
  return source.inmateDir;
}

/** One call of the command line, which may be made more than once. */
class Call {
  readonly #target: RunTarget;
  readonly #values: Values;
  readonly #context: CommandContext;
  readonly #build: BuildView;
  #args: readonly unknown[] | undefined;
  #hoosegow: Hoosegow | undefined;

  constructor(target: RunTarget, values: Values, context: CommandContext) {
    this.#target = target;
    this.#values = values;
    this.#context = context;
    this.#build = new BuildView(context.stderr, this.#paint);
  }

  get #paint(): ReturnType<typeof choosePaint> {
    const { stderr, env } = this.#context;
    return choosePaint(stderr.isTerminal, env, this.#values.text('color'), this.#values.nameOf('color'));
  }

  get engine(): EngineKind {
    return this.#values.read('engine', readEngine) ?? 'docker';
  }

  /** @throws UsageError where there is no such method, or an argument cannot be read */
  async check(): Promise<void> {
    const { source, method, texts } = this.#target;
    const { engine } = this;
    const found =
      'inmateDir' in source
        ? await checkMethod(source.inmateDir, method, { engine, ...buildOptions(this.#values, engine) })
        : undefined;
    const { stdin } = this.#context;
    const args = await readCallArguments(texts, this.#values.text('args'), stdin, found?.parameters ?? []);
    const odd = found && miscount(found, args.length);
    if (odd !== undefined && !this.#values.flag('quiet')) await reportLine(this.#context.stderr, odd);
    this.#args = args;
  }

  /** @throws UsageError for one that cannot be shown to the inmate */
  async checkVolumes(): Promise<void> {
    const { engine } = this;
    switch (engine) {
      case 'docker': {
        const { docker } = dockerOptions(this.#values);
        return checkVolumes(readVolumes(this.#values.texts('volume')), docker, this.#context.env);
      }
      case 'process':
        return;
      default:
        engine satisfies never;
    }
  }

  /** @throws UsageError for an option that cannot be right */
  open(variables: NonNullable<HoosegowOptions['env']>): Promise<void> {
    const values = this.#values;
    const container = containerOptions(values);
    this.#hoosegow = new Hoosegow({
      ...this.#target.source,
      ...dockerOptions(values, this.engine),
      ...buildOptions(values, this.engine),
      ...container,
      ...(Object.keys(variables).length > 0 ? { env: variables } : {}),
      onBuildProgress: ({ text }) => (values.flag('quiet') ? undefined : this.#build.push(text)),
    });
    return Promise.resolve();
  }

  async close(): Promise<void> {
    await this.#hoosegow?.close();
  }

  /** @returns the exit status */
  async run(): Promise<number> {
    const { stdout, stderr } = this.#context;
    const timeout = this.#values.read('timeout', parseDuration);
    const record = this.#values.text('record');
    // A dispatch whose result is wanted or kept goes on; only one that is nothing but its events ends with their
    // reader.
    const isOnlyEvents = this.#values.flag('json') && record === undefined && this.#values.text('output') === undefined;
    return interruptible(isOnlyEvents ? [stdout.closed] : [], async (signal) => {
      const hoosegow = this.#hoosegow;
      if (!hoosegow) throw new Error('the call is not open');
      const dispatch = hoosegow.dispatch(this.#target.method, this.#args ?? [], {
        signal,
        ...(timeout === undefined ? {} : { timeout }),
        ...(record === undefined ? {} : { record }),
      });
      const { outcome, result, failure } = await followDispatch(dispatch, this.#view());
      await this.#build.end();
      if (outcome.outcome === 'engine-failed')
        return reportError(stderr, failure ?? (await failureOf(dispatch, outcome.message)));
      return this.#conclude(outcome, result);
    });
  }

  #view(): DispatchView {
    const { stdout, stderr } = this.#context;
    if (this.#values.flag('json')) return jsonView(stdout);
    return this.#values.flag('quiet') ? quietView(stderr) : timelineView(stderr, this.#paint, true);
  }

  async #conclude(outcome: Outcome, result: unknown): Promise<number> {
    const { stdout, stderr } = this.#context;
    const isPrinted = !this.#values.flag('json');
    if (outcome.outcome !== 'returned') return exitStatusOf(outcome);
    const file = this.#values.text('output');
    if (file === undefined) {
      if (isPrinted) await printResult(stdout, result);
      return 0;
    }
    try {
      await writeResult(file, result);
      return 0;
    } catch (error) {
      const status = await reportError(stderr, error);
      // A result that took time to compute is not thrown away.
      if (isPrinted) await printResult(stdout, result);
      return status;
    }
  }
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
