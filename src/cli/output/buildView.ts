import { escapeText, withoutColours } from '../../text/escape.ts';
import type { Output } from './output.ts';
import type { Paint } from './paint.ts';

/** Shows the output of a build, line by line. */
export class BuildView {
  readonly #output: Output;
  readonly #paint: Paint;
  #partial = '';
  #written: Promise<void> = Promise.resolve();

  constructor(output: Output, paint: Paint) {
    this.#output = output;
    this.#paint = paint;
  }

  /** Takes a piece of Docker's output, which may end inside a line. */
  push(text: string): void {
    const lines = (this.#partial + text).split(/\r?\n|\r/);
    this.#partial = lines.pop() ?? '';
    this.#write(lines);
  }

  /** @returns when all is written */
  async end(): Promise<void> {
    this.#write([this.#partial]);
    this.#partial = '';
    await this.#written;
  }

  #write(lines: readonly string[]): void {
    const rows = lines
      .filter((line) => line.trim() !== '')
      .map((line) => `${this.#paint(`${'build'.padStart(10)}  ${escapeText(withoutColours(line))}`, 'dim')}\n`);
    // A build goes on even if its progress cannot be shown.
    this.#written = this.#written.then(async () => this.#output.write(rows.join(''))).catch(() => undefined);
  }
}
