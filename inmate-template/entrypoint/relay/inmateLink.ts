import type { Readable, Writable } from 'node:stream';
import type { OutputEnd } from './outputEnd.ts';

/** The relay's side of the connection to the inmate. */
export interface InmateLink {
  /** What the inmate and its children print, with records within. */
  readonly output: Readable;
  /** Payloads that go aside. Ends when the inmate's process is gone: its children do not have it. */
  readonly up: Readable;
  /** Takes the call, see `call.ts`. */
  readonly down: Writable;
  readonly end: OutputEnd;
  /** Begins every record; random, so that only the inmate's own process can write one. */
  readonly marker: Buffer;
  kill(): void;
  /** Whether processes that the inmate has started still run, or may. */
  hasOtherProcesses(): boolean;
}
