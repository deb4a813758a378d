import type { Fault } from '../msgpack/fault.ts';
import type { FrameContent } from '../frame.ts';
import type { ScannedFrame } from './frameScanner.ts';

export interface AnswerFrame extends Omit<ScannedFrame, 'value'> {
  /** What the frame holds, if its type was to be collected. It owns its bytes. */
  readonly content: FrameContent | undefined;
  /** A stdout frame whose rest never came, with the part of its payload that did. */
  readonly partial: boolean;
}

/**
 * Takes what an answer holds, in the order of arrival. Bytes are views into the chunk that was pushed, and `inChunk` is
 * the offset in that chunk at which something begins.
 */
export interface AnswerSink {
  /**
   * The first byte of a frame has arrived.
   *
   * @param offset its place within the demultiplexed stdout
   * @param dockerLeft payload bytes of the Docker frame from that byte on; 0 on a plain channel
   * @param headed whether the header of the Docker frame stands right before it, whole and in the same chunk
   */
  frameStart?(offset: number, inChunk: number, dockerLeft: number, headed: boolean): void;
  frame(frame: AnswerFrame): void;
  stderr(bytes: Uint8Array, inChunk: number): void;
  /** The daemon wrote an error of its own into the stream. */
  daemonError(bytes: Uint8Array, inChunk: number): void;
  /**
   * The frames end here, even if more bytes follow. A fault of the multiplexing ends stderr too; it may be a second
   * fault, after one of the frames.
   */
  fault(fault: Fault): void;
}

/** Takes whole Docker frames before they are taken apart, for a sink that needs to know less of them, and sooner. */
export interface FrameSkimmer {
  /** Bytes of stdout in what was taken last. */
  readonly stdoutBytes: number;
  /**
   * Takes Docker frames that the chunk holds, from the header at the index on, as long as each is a piece of stderr or
   * holds exactly one frame that is not terminal.
   *
   * @returns the index behind those that it took
   */
  skim(chunk: Uint8Array, from: number): number;
}
