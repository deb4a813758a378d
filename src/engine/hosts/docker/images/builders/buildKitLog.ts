import { ImageBuildError } from '../../../../errors/errors.ts';
import { BoundedText } from '../log/boundedText.ts';
import { installCause } from '../log/installCause.ts';
import { isPullFailure, NO_BASE_IMAGE } from '../log/failureHints.ts';

/** What Docker's commands print about a step with `--progress=plain`: `#5 [stage 2/3] RUN npm ci`. */
const STEP_LINE = /^#(\d+) (.*)$/;
const NAME = /^\[(?:.* )?(\d+\/\d+)\] (.*)$/s;
/** The beginning of a stage, once its digest is known; it may include the progress of the download. */
const TAKEN = /^\[(?:.* )?\d+\/\d+\] FROM (\S+@sha256:[0-9a-f]{64})(?:\s|$)/;
/** Maximum number of base images that are remembered. */
const MAX_TAKEN = 100;
const PLACE = /^(\S+):(\d+)$/;
/** Lines of dashes, the failing step again with the end of its output, lines of the Dockerfile. */
const QUOTED = /^(?:-*| > .*|\s*\d+ \|.*|[\d.]+ .*|\S+:\d+)$/;
const FINAL = /^(?:ERROR: )?(failed to (?:solve|build|receive status).*)$|^ERROR: (.*)$/;
const WRAPPINGS =
  /^(?:failed to solve(?: with frontend \S+)?: |failed to build: |rpc error: code = \w+ desc = |failed to create LLB definition: )/;

/** Prefix of a step's output: the seconds since it began. */
const SECONDS = /^\d+\.\d+ /;
/** Characters of a step's output that are kept, to find the cause of a failure in them. */
const MAX_OUTPUT = 16 * 1024;

/** The output of a BuildKit build so far. Lines printed by steps carry their number, and cannot be taken for others. */
export class BuildKitLog {
  readonly #text = new BoundedText();
  readonly #names = new Map<string, string>();
  readonly #taken = new Set<string>();
  /** Output by step, as steps run in parallel. */
  readonly #outputs = new Map<string, string>();
  #rest = '';
  #failed: { readonly step: string; readonly words: string } | undefined;
  #place: string | undefined;
  #detail: string | undefined;
  #last: string | undefined;

  /** Takes a piece of the output, which may end in the middle of a line. */
  add(text: string): void {
    this.#text.add(text);
    const lines = (this.#rest + text).split(/\r?\n/);
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#take(line);
  }

  get text(): string {
    return this.#text.text;
  }

  /** Base images of all stages with their digests: `docker.io/library/node:24-slim@sha256:…`. */
  get taken(): readonly string[] {
    return [...this.#taken];
  }

  /** The error of a build that failed. @param otherwise what went wrong, if the output does not say so */
  toError(otherwise: string): ImageBuildError {
    this.#take(this.#rest);
    // The command of Docker 20.10 may end with only the words of the step or of the daemon.
    const detail = this.#detail ?? this.#failed?.words ?? this.#last ?? otherwise;
    const name = this.#failed && this.#names.get(this.#failed.step);
    const hint =
      name?.startsWith('[internal] load metadata for') === true && isPullFailure(detail) ? `; ${NO_BASE_IMAGE}` : '';
    const cause = this.#failed && installCause(this.#outputs.get(this.#failed.step) ?? '');
    const why = cause === undefined ? detail : `${detail}: ${cause}`;
    return new ImageBuildError(
      `Docker could not build the image: it failed${this.#where(name)}: ${why}${hint}`,
      detail,
      this.text,
    );
  }

  #where(name: string | undefined): string {
    const [, number, instruction] = NAME.exec(name ?? '') ?? [];
    if (number !== undefined) return ` at step ${number} (${instruction})`;
    if (name !== undefined) return ` (${name.replace(/^\[internal\] /, '')})`;
    return this.#place === undefined ? '' : ` at ${this.#place}`;
  }

  #take(line: string): void {
    const [, step, said] = STEP_LINE.exec(line) ?? [];
    if (step !== undefined && said !== undefined) {
      if (!this.#names.has(step)) this.#names.set(step, said);
      const taken = TAKEN.exec(said)?.[1];
      if (taken !== undefined && this.#taken.size < MAX_TAKEN) this.#taken.add(taken);
      if (SECONDS.test(said)) {
        const output = `${this.#outputs.get(step) ?? ''}${said.replace(SECONDS, '')}\n`;
        this.#outputs.set(step, output.slice(-MAX_OUTPUT));
      }
      if (said.startsWith('ERROR: ')) this.#failed = { step, words: said.slice('ERROR: '.length) };
      return;
    }
    const [, file, number] = PLACE.exec(line) ?? [];
    if (file !== undefined) this.#place = `line ${number} of ${file}`;
    const [, solved, other] = FINAL.exec(line) ?? [];
    const detail = solved ?? other;
    if (detail !== undefined) this.#detail = unwrap(detail);
    if (!QUOTED.test(line)) this.#last = line;
  }
}

function unwrap(detail: string): string {
  const inner = detail.replace(WRAPPINGS, '');
  return inner === detail ? detail : unwrap(inner);
}
