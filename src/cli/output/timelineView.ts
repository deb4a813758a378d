import type { DispatchEvent, DispatchMeta, Outcome } from '../../engine/index.ts';
import { describeLifecycle } from '../../timeline/describe/describeLifecycle.ts';
import { describeNotes, describeOutcome, describeRaise } from '../../timeline/describe/describeOutcome.ts';
import { headerOf } from '../../timeline/describe/header.ts';
import { escapeText } from '../../text/escape.ts';
import { outcomeText, type LimitHints } from '../../text/outcomeText.ts';
import type { Colour, Paint } from './paint.ts';
import { previewValue } from '../../text/previewValue.ts';
import { rowsOfText, TextRows } from './textRows.ts';

type Lane = DispatchEvent['type'] | 'call';

const COLOURS: Readonly<Record<Lane, Colour>> = {
  call: 'bold',
  lifecycle: 'dim',
  stdout: 'plain',
  stderr: 'yellow',
  yield: 'cyan',
  return: 'green',
  raise: 'red',
  outcome: 'bold',
};

const HINTS: LimitHints = {
  memory: 'more with --memory',
  timeout: 'more with --timeout',
  outputBytes: 'more with --limit-output',
  valueBytes: 'more with --limit-value',
  valueNodes: 'more with --value-items',
};

const TIME_WIDTH = 10;
const LANE_WIDTH = 9;

/** Shows a dispatch as rows of text: time, lane, text. Nothing that the inmate writes can make a row of its own. */
export class TimelineView {
  readonly #paint: Paint;
  readonly #failureFollows: boolean;
  readonly #output = { stdout: new TextRows(), stderr: new TextRows() };
  #time = 0;

  /** @param failureFollows whether it is reported elsewhere why the engine failed */
  constructor(paint: Paint, failureFollows = false) {
    this.#paint = paint;
    this.#failureFollows = failureFollows;
  }

  /** @returns the rows of an event, each with its line end */
  *show(event: DispatchEvent): Generator<string, void> {
    this.#time = event.t;
    if (event.type === 'outcome') yield* this.#rest();
    // What was printed stands before the result.
    else if (event.type === 'return' || event.type === 'raise') yield* this.#restOf('stdout');
    yield* this.#rows(event.type, this.#texts(event));
  }

  /** @returns the rows of what was called: method and arguments, and its limits */
  *showCall(meta: DispatchMeta): Generator<string, void> {
    const { title, facts } = headerOf(meta, 'reading the recording');
    yield* this.#rows('call', [title, ...facts.map(([name, text]) => `${name}: ${text}`)]);
  }

  /** @returns the rows at the end of a recording that was cut */
  *showTruncated(): Generator<string, void> {
    yield* this.#rest();
    yield* this.#rows('outcome', ['unknown: the recording ends here, its end was lost']);
  }

  #texts(event: DispatchEvent): Iterable<string> {
    switch (event.type) {
      case 'stdout':
      case 'stderr':
        return this.#output[event.type].push(event.value);
      case 'yield':
        return [escapeText(previewValue(event.value).slice(1, -1))];
      case 'return':
        return [escapeText(previewValue(event.value))];
      case 'raise':
        return describeRaise(event.value).flatMap(rowsOfText);
      case 'lifecycle':
        return rowsOfText(describeLifecycle(event.value));
      case 'outcome':
        return this.#outcome(event.value, event.seq).flatMap(rowsOfText);
    }
  }

  #outcome(outcome: Outcome, seq: number): readonly string[] {
    if (outcome.outcome !== 'engine-failed' || !this.#failureFollows) return describeOutcome(outcome, HINTS);
    // A dispatch that failed before it began has no timeline.
    return seq === 0 ? [] : [outcomeText(outcome), ...describeNotes(outcome)];
  }

  /** Output that ended inside a character. */
  *#rest(): Generator<string, void> {
    yield* this.#restOf('stdout');
    yield* this.#restOf('stderr');
  }

  *#restOf(stream: 'stdout' | 'stderr'): Generator<string, void> {
    yield* this.#rows(stream, this.#output[stream].end());
  }

  *#rows(lane: Lane, texts: Iterable<string>): Generator<string, void> {
    const colour = COLOURS[lane];
    const name = this.#paint(lane.padEnd(LANE_WIDTH), colour);
    let time = `${(this.#time / 1000).toFixed(3)}s`;
    for (const text of texts) {
      yield `${this.#paint(time.padStart(TIME_WIDTH), 'dim')}  ${name}  ${this.#paint(text, colour)}\n`;
      time = '';
    }
  }
}
