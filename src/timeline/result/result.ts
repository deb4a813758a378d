import type { EventIndex } from '../../recording/index/eventIndex.ts';
import type { DispatchMeta, Outcome } from '../../recording/event.ts';
import type { Span } from '../../protocol/protocol.ts';
import type { LimitName, Phase, Result, ShownValue } from '../../protocol/result.ts';
import type { Ending } from '../ending.ts';
import type { Unended } from '../dispatchProgress.ts';
import { readShownValue } from './shownValue.ts';
import { TellingRows } from './tellingRows.ts';

/** Bytes of the largest value that is decoded: of the result, and of a yield, which another may soon replace. */
const MAX_DECODED = 64 * 1024 * 1024;
const MAX_DECODED_YIELD = 4 * 1024 * 1024;

/** How far a dispatch has got. */
export interface ResultProgress {
  readonly state: Ending | Unended;
  readonly spans: readonly Span[];
}

/** Answers what a dispatch has come to. */
export class ResultSource {
  readonly #index: EventIndex;
  readonly #meta: DispatchMeta;
  readonly #rows: TellingRows;

  constructor(index: EventIndex, meta: DispatchMeta) {
    this.#index = index;
    this.#meta = meta;
    this.#rows = new TellingRows(index);
  }

  /**
   * @throws RecordingError if the recording can no longer be read
   */
  async read({ state, spans }: ResultProgress): Promise<Result> {
    this.#rows.update();
    const { terminal } = this.#rows;
    const outcome = typeof state === 'object' && 'outcome' in state ? state.outcome : undefined;
    if (terminal !== undefined && agrees(outcome)) {
      const raised = this.#index.type(terminal) === 'raise';
      return { state: raised ? 'raised' : 'returned', value: await readShownValue(this.#index, terminal, MAX_DECODED) };
    }
    if (outcome) return this.#ended(outcome);
    if (state === 'reading the recording') return { state: 'reading' };
    if (state !== 'running') return { state: 'none', why: 'cut', limit: null, newest: await this.#newest() };
    const { phase, from } = phaseOf(spans);
    return {
      state: 'running',
      phase,
      elapsed: Math.max(0, this.#age - from),
      limit: phase === 'run' ? (this.#meta.limits['timeout'] ?? null) : null,
      newest: await this.#newest(),
    };
  }

  async #ended(outcome: Outcome): Promise<Result> {
    const row = this.#rows.outcome;
    // An exception without a frame of its own, as that of a module that cannot be imported, is in the outcome.
    if (outcome.outcome === 'raised' && row !== undefined) {
      return { state: 'raised', value: await readShownValue(this.#index, row, MAX_DECODED) };
    }
    const why = outcome.outcome === 'returned' || outcome.outcome === 'raised' ? 'cut' : outcome.outcome;
    return { state: 'none', why, limit: limitOf(outcome), newest: await this.#newest() };
  }

  async #newest(): Promise<ShownValue | null> {
    const row = this.#rows.newestYield;
    return row === undefined ? null : readShownValue(this.#index, row, MAX_DECODED_YIELD);
  }

  /** Milliseconds since the dispatch started, by the clock on the wall: nothing may have come for a while. */
  get #age(): number {
    const started = Date.parse(this.#meta.startedAt);
    return Number.isNaN(started) ? 0 : Date.now() - started;
  }
}

/** Whether the return or the raise is the result: nothing that came after it has made it void. */
function agrees(outcome: Outcome | undefined): boolean {
  return outcome === undefined || outcome.outcome === 'returned' || outcome.outcome === 'raised';
}

function phaseOf(spans: readonly Span[]): { readonly phase: Phase; readonly from: number } {
  const open = spans.findLast(({ to }) => to === null);
  if (open) return { phase: open.name, from: open.from };
  return { phase: 'waiting', from: spans.reduce((end, { to }) => Math.max(end, to ?? 0), 0) };
}

function limitOf(outcome: Outcome): LimitName | null {
  return 'setting' in outcome ? outcome.setting : null;
}
