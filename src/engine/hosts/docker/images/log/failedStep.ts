import { stripVTControlCharacters } from 'node:util';
import { installCause } from './installCause.ts';

/** The step at which a build failed, as its log tells it. */
export interface FailedStep {
  /** As the builder repeats it; `undefined` where the failure is of the file itself. */
  readonly instruction: string | undefined;
  /** Which one: `all` counts every instruction of the file, `stage` those of one stage that make something. */
  readonly number: { readonly of: 'all' | 'stage'; readonly stage: string; readonly value: number } | undefined;
  /** Line of the Dockerfile, from 1, where the log names it. */
  readonly line: number | undefined;
  /** What went wrong, in a few words: `npmx: not found`. */
  readonly cause: string;
}

/** Characters of the end of a log that are searched, and of a cause. */
const MAX_LOG = 256 * 1024;
const MAX_CAUSE = 500;

/** The classic builder's, and Podman's, which counts each stage of several on its own: `[2/2] STEP 1/3: RUN …`. */
const CLASSIC = /^(?:\[(\d+)\/\d+\] )?step (\d+)\/\d+ ?: (.*)$/i;
/** BuildKit's: `#7 [build 3/5] RUN npm ci`. */
const BUILDKIT = /^#(\d+) \[(?:(\S+) )?(\d+)\/\d+\] (.*)$/;
const BUILDKIT_SAID = /^#(\d+) (?:\d+\.\d+ )(.*)$/;
const BUILDKIT_FAILED = /^#(\d+) ERROR: /;
const PLACE = /^\S*Dockerfile\S*:(\d+)$/;
const PARSE_ERROR = /dockerfile parse error (?:on )?line (\d+): (.*)$/im;
/** An error that names only the status of a command: the reason is in what the command printed. */
const STATUS_ONLY =
  /returned a non-zero code: (\d+)|exit(?:ed with)? (?:code|status):? (\d+)|did not complete successfully(?:: exit code: (\d+))?/i;
/** In front of what a shell says: `/bin/sh: 1: `, `bash: line 3: `. */
const SHELL = /^(?:\/\S*\/)?(?:ba|da|a|z)?sh: (?:(?:line )?\d+: )?/;
/** What the builders print between the lines of a command. */
const OURS = /^(?:---> |Removing intermediate container |-->|error (?:running container|building at)|Error: )/;
const WRAPPINGS =
  /^(?:failed to solve(?: with frontend \S+)?: |failed to build: |failed to create LLB definition: |rpc error: code = \w+ desc = |Dockerfile parse error[^:]*: )/i;

interface SeenStep {
  readonly instruction: string;
  readonly number: NonNullable<FailedStep['number']>;
  readonly output: string[];
}

/**
 * Finds out which instruction of a Dockerfile failed, and why, in the words that the user needs.
 *
 * @param log of the whole build, by any builder
 * @param detail what the builder said at its end
 */
export function failedStep(log: string, detail: string): FailedStep {
  const lines = stripVTControlCharacters(log.slice(-MAX_LOG)).split(/\r?\n/);
  const [, parsedLine, parsed] = PARSE_ERROR.exec(detail) ?? [];
  if (parsedLine !== undefined && parsed !== undefined) {
    return { instruction: undefined, number: undefined, line: Number(parsedLine), cause: clip(parsed) };
  }
  const isBuildKit = lines.some((line) => BUILDKIT.test(line));
  const step = isBuildKit ? lastOfBuildKit(lines) : lastClassic(lines);
  const place = isBuildKit ? lines.findLast((line) => PLACE.test(line)) : undefined;
  return {
    instruction: step?.instruction,
    number: step?.number,
    line: place === undefined ? undefined : Number(PLACE.exec(place)?.[1]),
    cause: clip(causeOf(detail, step?.output ?? [])),
  };
}

function lastClassic(lines: readonly string[]): SeenStep | undefined {
  let step: SeenStep | undefined;
  for (const line of lines) {
    const [, stage, number, instruction] = CLASSIC.exec(line) ?? [];
    if (number !== undefined && instruction !== undefined) {
      const of = stage === undefined ? 'all' : 'stage';
      step = { instruction, number: { of, stage: stage ?? '', value: Number(number) }, output: [] };
    } else {
      step?.output.push(line);
    }
  }
  return step;
}

/** Steps run side by side: each line carries the number of its own. */
function lastOfBuildKit(lines: readonly string[]): SeenStep | undefined {
  const steps = new Map<string, SeenStep>();
  let failed: string | undefined;
  for (const line of lines) {
    const [, id, stage = '', number, instruction] = BUILDKIT.exec(line) ?? [];
    const [, saying, said] = BUILDKIT_SAID.exec(line) ?? [];
    const [, failing] = BUILDKIT_FAILED.exec(line) ?? [];
    if (id !== undefined && number !== undefined && instruction !== undefined) {
      if (!steps.has(id))
        steps.set(id, { instruction, number: { of: 'stage', stage, value: Number(number) }, output: [] });
    } else if (saying !== undefined && said !== undefined) steps.get(saying)?.output.push(said);
    else if (failing !== undefined) failed = failing;
  }
  return failed === undefined ? undefined : steps.get(failed);
}

function causeOf(detail: string, output: readonly string[]): string {
  const status = STATUS_ONLY.exec(detail);
  if (!status) return unwrap(detail.trim());
  // The log ends with the error itself.
  const own = new Set(detail.split(/\r?\n/).map((line) => line.trim()));
  const said = output.map((line) => line.trim()).filter((line) => !own.has(line) && line !== '' && !OURS.test(line));
  const cause = installCause(said.join('\n')) ?? said.findLast((line) => SHELL.test(line)) ?? said.at(-1);
  if (cause !== undefined) return cause.replace(SHELL, '');
  const code = status.slice(1).find((group) => group !== undefined);
  return code === undefined ? unwrap(detail.trim()) : `the command ended with status ${code}`;
}

function unwrap(detail: string): string {
  const inner = detail.replace(WRAPPINGS, '');
  return inner === detail ? detail : unwrap(inner);
}

function clip(text: string): string {
  const [first = ''] = text.split('\n');
  return first.length > MAX_CAUSE ? `${first.slice(0, MAX_CAUSE)}…` : first;
}
