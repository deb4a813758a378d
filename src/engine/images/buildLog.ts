import { refusalHint } from '../docker/refusalHint.ts';
import { ImageBuildError } from '../errors.ts';
import { buildCause } from './buildCause.ts';
import type { BuildMessage } from './buildOutput.ts';

const MAX_LOG = 4 * 1024 * 1024;
const STEP = /^step (\d+\/\d+) ?: (.*)$/i;
const PULL_FAILED =
  /pull access denied|manifest (for .*|unknown|.* not found)|failed to (resolve|pull)|no such host|short-name|name or service not known|error (getting|pulling)|i\/o timeout|Client\.Timeout|TLS handshake|connection refused/i;

/** What a build has said so far. */
export class BuildLog {
  readonly #statuses = new Map<string, string>();
  readonly #engine: string;
  #text = '';
  /** Where in it the output of the step at hand begins. */
  #stepAt = 0;
  #dropped = 0;
  #step: { readonly number: string; readonly instruction: string } | undefined;

  /** @param engine its name, for people */
  constructor(engine = 'Docker') {
    this.#engine = engine;
  }

  /** @returns the message as a text for people; empty where it says nothing new */
  add(message: BuildMessage): string {
    const text = this.#textOf(message);
    this.#text += text;
    const excess = this.#text.length - MAX_LOG;
    if (excess > MAX_LOG / 4) {
      this.#text = this.#text.slice(excess);
      this.#dropped += excess;
      this.#stepAt = Math.max(0, this.#stepAt - excess);
    }
    return text;
  }

  get text(): string {
    return this.#dropped > 0 ? `[${this.#dropped} characters left out]\n${this.#text}` : this.#text;
  }

  /** The error of a build that failed with this detail. */
  toError(detail: string, options?: ErrorOptions): ImageBuildError {
    const step = this.#step;
    const cause = buildCause(detail, this.#text.slice(this.#stepAt));
    const what = cause === undefined ? detail : `${detail.trimEnd()}: ${cause}`;
    const where = step ? ` at step ${step.number} (${step.instruction})` : '';
    const hint =
      step && /^from /i.test(step.instruction) && PULL_FAILED.test(detail)
        ? '; the base image can be neither found nor pulled: load it, or name one that is there with --base-image (option baseImage)'
        : hintBehind(cause);
    return new ImageBuildError(
      `${this.#engine} could not build the image: it failed${where}: ${what}${hint}`,
      detail,
      this.text,
      options,
    );
  }

  #startStep(step: { readonly number: string; readonly instruction: string }, text: string): void {
    this.#step = step;
    this.#stepAt = this.#text.length + text.length;
  }

  #textOf(message: BuildMessage): string {
    if (message.kind === 'image') return '';
    if (message.kind === 'error') return `${message.message}\n`;
    if (message.kind === 'text') {
      const [, number, instruction] = STEP.exec(message.text.trimEnd()) ?? [];
      if (number !== undefined && instruction !== undefined) this.#startStep({ number, instruction }, message.text);
      return message.text;
    }
    const { id, status } = message;
    // Docker repeats it with every byte of a download.
    if (id !== '' && this.#statuses.get(id) === status) return '';
    this.#statuses.set(id, status);
    return `${id === '' ? '' : `${id}: `}${status}\n`;
  }
}

function hintBehind(cause = ''): string {
  const hint = refusalHint(cause);
  return hint === undefined ? '' : `; ${hint}`;
}
