import type { EventBody, EventType } from '../event.ts';

/** What an entry is made from. `made` stands in no record: it is the reader's own note about what it found. */
export type EntrySource = 'frame' | 'stderr' | 'daemonError' | 'json' | 'made';

/** An event of a recording, with what an index keeps of it. */
export interface Entry {
  readonly source: EntrySource;
  readonly type: EventType;
  /** Milliseconds from the start of the dispatch. */
  readonly t: number;
  /** Milliseconds in the inmate, where known. */
  readonly at: number | undefined;
  /** Bytes of the payload, the encoded value or the JSON. */
  readonly size: number;
  /** Offset in the file of its first byte; this and the rest are enough to read it without what came before. */
  readonly offset: number;
  /** Bytes from there to the end of the chunk record; 0 in other records. */
  readonly recordLeft: number;
  /** Payload bytes from there to the end of the Docker frame; 0 where nothing is multiplexed. */
  readonly dockerLeft: number;
  /** Whether it is a frame on a stdout channel of its own. */
  readonly plain: boolean;
  /** Whether the eight bytes before it are the header of the Docker frame that it begins. */
  readonly headed: boolean;
  /** `undefined` where the frame was not to be decoded. */
  readonly body: EventBody | undefined;
}

/** Takes the entries of a recording in their order. */
export interface EntrySink {
  /** How many have come. */
  readonly length: number;
  push(entry: Entry): void;
}
