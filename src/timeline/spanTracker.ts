import type { Lifecycle } from '../recording/event.ts';
import type { Span } from '../protocol/protocol.ts';

/** Spans that are kept; a dispatch has five. */
const MAX_SPANS = 64;

type SpanEnd = readonly [name: Span['name'], end: 'opens' | 'closes'];

/** Which steps open and close spans. The run goes from started to exited, or to kept. */
const STEPS: Readonly<Partial<Record<Lifecycle['event'], readonly SpanEnd[]>>> = {
  build: [['build', 'opens']],
  built: [['build', 'closes']],
  create: [['create', 'opens']],
  created: [['create', 'closes']],
  start: [['start', 'opens']],
  started: [
    ['start', 'closes'],
    ['run', 'opens'],
  ],
  exited: [['run', 'closes']],
  kept: [['run', 'closes']],
  remove: [['remove', 'opens']],
  removed: [['remove', 'closes']],
};

/** Builds the spans of a lifecycle from its steps. */
export class SpanTracker {
  readonly #spans: { name: Span['name']; from: number; to: number | null }[] = [];

  /** @returns the spans so far, in the order in which they began */
  get spans(): readonly Span[] {
    return this.#spans.map((span) => ({ ...span }));
  }

  /** @param t milliseconds by arrival */
  take(step: Lifecycle, t: number): void {
    for (const [name, end] of STEPS[step.event] ?? []) {
      if (end === 'closes') this.#close(name, t);
      else if (this.#spans.length < MAX_SPANS) this.#spans.push({ name, from: t, to: null });
    }
  }

  #close(name: Span['name'], t: number): void {
    const open = this.#spans.findLast((span) => span.name === name && span.to === null);
    if (open) open.to = Math.max(open.from, t);
  }
}
