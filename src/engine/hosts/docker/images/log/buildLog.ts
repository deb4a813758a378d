import { refusalHint } from '../../connection/refusalHint.ts';
import { ImageBuildError } from '../../../../errors/errors.ts';
import { BoundedText } from './boundedText.ts';
import { buildCause } from './buildCause.ts';
import { isPullFailure, NO_BASE_IMAGE } from './failureHints.ts';
import { installCause } from './installCause.ts';
import type { BuildMessage } from './buildOutput.ts';

const STEP = /^step (\d+\/\d+) ?: (.*)$/i;
/** Characters of a step's output that are kept, to find the cause of a failure in them. */
const MAX_OUTPUT = 16 * 1024;

/** The output of a build so far. */
export class BuildLog {
  readonly #statuses = new Map<string, string>();
  readonly #text = new BoundedText();
  readonly #engine: string;
  #step: { readonly number: string; readonly instruction: string } | undefined;
  /** Output of the current step. */
  #output = '';

  /** @param engine its name, for people */
  constructor(engine = 'Docker') {
    this.#engine = engine;
  }

  /** @returns the message as a text for people; empty where it is not new */
  add(message: BuildMessage): string {
    const text = this.#textOf(message);
    this.#text.add(text);
    return text;
  }

  get text(): string {
    return this.#text.text;
  }

  /** The error of a build that failed with this detail. */
  toError(detail: string, options?: ErrorOptions): ImageBuildError {
    const step = this.#step;
    const where = step ? ` at step ${step.number} (${step.instruction})` : '';
    const isRun = step && /^run /i.test(step.instruction);
    const cause = (isRun ? installCause(this.#output) : undefined) ?? buildCause(detail, this.#output);
    const what = cause === undefined ? detail.trimEnd() : `${detail.trimEnd()}: ${cause}`;
    const isBase = step && /^from /i.test(step.instruction) && isPullFailure(detail);
    const hint = isBase ? NO_BASE_IMAGE : refusalHint(cause ?? '');
    return new ImageBuildError(
      `${this.#engine} could not build the image: it failed${where}: ${what}${hint === undefined ? '' : `; ${hint}`}`,
      detail,
      this.text,
      options,
    );
  }

  #textOf(message: BuildMessage): string {
    if (message.kind === 'image') return '';
    if (message.kind === 'error') return `${message.message}\n`;
    if (message.kind === 'text') {
      const [, number, instruction] = STEP.exec(message.text.trimEnd()) ?? [];
      const isStep = number !== undefined && instruction !== undefined;
      if (isStep) this.#step = { number, instruction };
      this.#output = isStep ? '' : (this.#output + message.text).slice(-MAX_OUTPUT);
      return message.text;
    }
    const { id, status } = message;
    // Docker repeats it with every byte of a download.
    if (id !== '' && this.#statuses.get(id) === status) return '';
    this.#statuses.set(id, status);
    return `${id === '' ? '' : `${id}: `}${status}\n`;
  }
}
