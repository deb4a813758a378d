import { ImageBuildError } from '../errors.ts';
import { BoundedText } from './boundedText.ts';
import { NO_BASE_IMAGE, PULL_FAILED } from './builders/failureHints.ts';
import type { BuildMessage } from './buildOutput.ts';

const STEP = /^step (\d+\/\d+) ?: (.*)$/i;
/** What a build has said so far. */
export class BuildLog {
  readonly #statuses = new Map<string, string>();
  readonly #text = new BoundedText();
  #step: { readonly number: string; readonly instruction: string } | undefined;

  /** @returns the message as a text for people; empty where it says nothing new */
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
    const hint = step && /^from /i.test(step.instruction) && PULL_FAILED.test(detail) ? `; ${NO_BASE_IMAGE}` : '';
    return new ImageBuildError(
      `Docker could not build the image: it failed${where}: ${detail}${hint}`,
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
      if (number !== undefined && instruction !== undefined) this.#step = { number, instruction };
      return message.text;
    }
    const { id, status } = message;
    // Docker repeats it with every byte of a download.
    if (id !== '' && this.#statuses.get(id) === status) return '';
    this.#statuses.set(id, status);
    return `${id === '' ? '' : `${id}: `}${status}\n`;
  }
}
