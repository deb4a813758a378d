import type { EventBody } from '../event.ts';

export { DOCKER_HEADER_BYTES } from '../../wire/answer/demultiplexer.ts';

/** How much of a row is wanted, in bytes; a part that is `undefined` is not wanted at all. */
export interface Wanted {
  /** Bytes after which output is cut. */
  readonly body: number | undefined;
  /** Bytes after which the raw ones are cut. */
  readonly raw: number | undefined;
}

/** What a row holds, as far as it was wanted. */
export interface RowContent {
  readonly body: EventBody | undefined;
  readonly raw: RawBytes;
}

/** The bytes of a row as they came from the container host. */
export interface RawBytes {
  readonly bytes: Uint8Array;
  /** What the bytes are, in their order: each a Docker header, bytes of the row's own, or those of another stream. */
  readonly stretches: readonly RawStretch[];
  /** Whether it begins with the header of its Docker frame. */
  readonly headed: boolean;
  /** Payload bytes of the Docker frame from the row's own first byte on; 0 where nothing is multiplexed. */
  readonly dockerLeft: number;
  /** Whether all of the row is there. */
  readonly whole: boolean;
}

export interface RawStretch {
  readonly kind: 'header' | 'own' | 'other';
  readonly from: number;
  readonly to: number;
}

export const NO_BYTES: RawBytes = {
  bytes: new Uint8Array(0),
  stretches: [],
  headed: false,
  dockerLeft: 0,
  whole: true,
};
