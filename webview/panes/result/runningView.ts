import type { Result } from '../../../src/protocol/result.ts';
import { element, setText } from '../../ui/dom.ts';
import type { Language } from '../../view.ts';
import { PHASE_WORDS } from './stateWords.ts';

type Running = Extract<Result, { readonly state: 'running' }>;

/** Milliseconds between two readings of the clock. */
const TICK = 100;

/** What a dispatch is doing, and for how long: the time goes on without news from the host. */
export class RunningView {
  readonly element = element('p', { class: 'result-state' });
  readonly #language: Language;
  #running: Running | undefined;
  #at = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(language: Language) {
    this.#language = language;
  }

  /** @param at when the host said it, by `performance.now()` */
  update(running: Running, at: number, goesOn: boolean): void {
    this.#running = running;
    this.#at = at;
    this.#tell();
    if (!goesOn) this.stop();
    else this.#timer ??= setInterval(() => this.#tell(), TICK);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #tell(): void {
    if (!this.#running || document.hidden) return;
    const { text, formats } = this.#language;
    const { phase, elapsed, limit } = this.#running;
    // Tenths of a second, so that the width does not jump between units.
    const seconds = Math.floor((elapsed + performance.now() - this.#at) / 100) / 10;
    const time = `${seconds.toFixed(1)} s`;
    const words = limit === null ? time : text('timeOf', time, formats.duration(limit));
    setText(this.element, `${text(PHASE_WORDS[phase])} · ${words}`);
  }
}
