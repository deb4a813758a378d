import { DOCKER_HEADER_BYTES } from '../../wire/answer/demultiplexer.ts';
import type { Fault } from '../../wire/msgpack/fault.ts';
import type { FrameType } from '../../wire/frame.ts';
import { AnswerDecoder } from '../../wire/answer/answerDecoder.ts';
import type { AnswerFrame, FrameSkimmer } from '../../wire/answer/answerSink.ts';
import type { Entry, EntrySink } from './entry.ts';
import type { EventBody, EventType } from '../event.ts';
import { readLifecycle, readOutcome } from '../json/storedEvents.ts';
import { ShapeError } from '../json/members.ts';
import { parseRecordJson } from '../json/recordJson.ts';
import type { StoredRecord } from '../file/recordCursor.ts';
import type { ReadingRules } from '../json/storedMeta.ts';

const UTF8 = new TextDecoder();

/** What an inmate writes, on either stream. */
export type OutputType = FrameType | 'stderr';

/** Takes frames of the records of a recording before entries are made of them. */
export interface RecordSkimmer extends FrameSkimmer {
  /** A record comes next. */
  begin(record: StoredRecord): void;
}

/** The entry of what is not a frame. */
type NoFrame = Pick<Entry, 'source' | 'type' | 'size' | 'offset' | 'headed' | 'body'>;

/** Makes the entries of a recording from its records. */
export class EntryDecoder {
  readonly #answer: AnswerDecoder;
  readonly #collect: (type: OutputType) => boolean;
  readonly #sink: EntrySink;
  readonly #skimmer: RecordSkimmer | undefined;
  /** Place in the file and bytes of the current payload, and when it came. */
  #offset = 0;
  #bytes = 0;
  #t = 0;
  /** Where the current frame begins; it may be in an earlier record. */
  #frameOffset = 0;
  #frameRecordLeft = 0;
  #frameDockerLeft = 0;
  #frameHeaded = false;
  #finished = false;

  /**
   * @param collect of which frames and pieces of stderr the bodies are wanted
   * @param skimmer may take frames and pieces, of which no entry is made then
   */
  constructor(
    sink: EntrySink,
    rules: ReadingRules,
    collect: (type: OutputType) => boolean,
    skimmer: RecordSkimmer | undefined,
  ) {
    this.#sink = sink;
    this.#collect = collect;
    this.#skimmer = skimmer;
    this.#answer = new AnswerDecoder(
      {
        frameStart: (_offset, inChunk, dockerLeft, headed) => this.#onFrameStart(inChunk, dockerLeft, headed),
        frame: (frame) => this.#onFrame(frame),
        stderr: (bytes, inChunk) => this.#addStderr(bytes, inChunk),
        daemonError: (bytes, inChunk) => {
          this.#addPiece('daemonError', 'lifecycle', bytes, inChunk, daemonErrorNote(bytes));
        },
        fault: (fault) => this.#addNote(describe(fault)),
      },
      { limits: rules, reuse: rules.reuse, collect, skimmer },
    );
  }

  /** Whether the outcome has come. */
  get finished(): boolean {
    return this.#finished;
  }

  /** @throws Error where the record does not hold what this format puts in it */
  push(record: StoredRecord): void {
    this.#offset = record.offset;
    this.#bytes = record.payload.length;
    this.#t = record.t;
    this.#skimmer?.begin(record);
    if (record.channel) this.#answer.push(record.channel, record.payload);
    else this.#addJson(record);
  }

  /** The recording ends without an outcome. */
  end(): void {
    this.#answer.end();
  }

  #onFrameStart(inChunk: number, dockerLeft: number, headed: boolean): void {
    this.#frameOffset = this.#offset + inChunk;
    this.#frameRecordLeft = this.#bytes - inChunk;
    this.#frameDockerLeft = dockerLeft;
    this.#frameHeaded = headed;
  }

  #onFrame(frame: AnswerFrame): void {
    this.#sink.push({
      source: 'frame',
      type: frame.type,
      t: this.#t,
      at: frame.at === undefined ? undefined : frame.at / 1000,
      size: frame.payloadBytes,
      offset: this.#frameOffset,
      recordLeft: this.#frameRecordLeft,
      dockerLeft: this.#frameDockerLeft,
      plain: this.#frameDockerLeft === 0,
      headed: this.#frameHeaded,
      body: frame.content,
    });
  }

  #addStderr(bytes: Uint8Array, inChunk: number): void {
    const body: EventBody | undefined = this.#collect('stderr')
      ? { type: 'stderr', value: new Uint8Array(bytes) }
      : undefined;
    this.#addPiece('stderr', 'stderr', bytes, inChunk, body);
  }

  #addPiece(
    source: 'stderr' | 'daemonError',
    type: EventType,
    bytes: Uint8Array,
    inChunk: number,
    body: EventBody | undefined,
  ): void {
    // In a multiplexed chunk each piece follows its header, except one that an earlier chunk began.
    const headed = inChunk >= DOCKER_HEADER_BYTES;
    this.#add({ source, type, size: bytes.length, offset: this.#offset + inChunk, headed, body });
  }

  #addJson(record: StoredRecord): void {
    const body = decodeJsonBody(record);
    if (body.type === 'outcome') {
      this.#addEnd();
      this.#finished = true;
    }
    const { type } = body;
    this.#add({ source: 'json', type, size: record.payload.length, offset: record.offset, headed: false, body });
  }

  #addEnd(): void {
    const { truncated, cut, undecoded } = this.#answer.end();
    if (truncated) this.#addNote(`standard output ends at byte ${truncated.offset}, before ${truncated.expected}`);
    if (cut) this.#addNote(`the attach stream ends at byte ${cut.offset}, inside the ${cut.where} of a Docker frame`);
    if (undecoded > 0) this.#addNote(`${undecoded} bytes of output are in the recording but in no frame`);
  }

  #addNote(text: string): void {
    const body: EventBody = { type: 'lifecycle', value: { event: 'note', text } };
    this.#add({ source: 'made', type: 'lifecycle', size: 0, offset: 0, headed: false, body });
  }

  #add({ source, type, size, offset, headed, body }: NoFrame): void {
    this.#sink.push({
      source,
      type,
      t: this.#t,
      at: undefined,
      size,
      offset,
      recordLeft: 0,
      dockerLeft: 0,
      plain: false,
      headed,
      body,
    });
  }
}

/**
 * The event that a `lifecycle` or `outcome` record holds.
 *
 * @throws Error where it is not such a record
 */
export function decodeJsonBody(record: { readonly kind: string; readonly payload: Uint8Array }): EventBody {
  if (record.kind !== 'lifecycle' && record.kind !== 'outcome') throw new ShapeError(`a second ${record.kind}`);
  const json = parseRecordJson(record.kind, record.payload);
  if (record.kind === 'lifecycle') return { type: 'lifecycle', value: readLifecycle(json) };
  return { type: 'outcome', value: readOutcome(json) };
}

export function daemonErrorNote(bytes: Uint8Array): EventBody {
  const text = `the container host reports: ${UTF8.decode(bytes).trim()}`;
  return { type: 'lifecycle', value: { event: 'note', text } };
}

function describe(fault: Fault): string {
  if (fault.kind === 'limit') {
    return `a value passes the limit ${fault.setting} (${fault.limit}) at byte ${fault.offset} of standard output`;
  }
  return `protocol violation at byte ${fault.offset}: expected ${fault.expected}, found ${fault.found}`;
}
