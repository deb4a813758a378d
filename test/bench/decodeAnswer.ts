import { AnswerDecoder } from '../../src/wire/answer/answerDecoder.ts';
import type { AnswerFrame } from '../../src/wire/answer/answerSink.ts';
import type { FrameType } from '../../src/wire/frame.ts';
import { DEFAULT_VALUE_LIMITS } from '../../src/wire/msgpack/limits.ts';

export interface DecodeOptions {
  readonly collect: (type: FrameType) => boolean;
  readonly valueBytes?: number;
}

/**
 * Decodes a multiplexed answer as the engine does.
 *
 * @param frame called with each frame
 * @throws Error for a fault
 */
export function decodeAnswer(
  chunks: readonly Uint8Array[],
  { collect, valueBytes = DEFAULT_VALUE_LIMITS.valueBytes }: DecodeOptions,
  frame: (frame: AnswerFrame) => void,
): void {
  const ignore = (): void => undefined;
  const decoder = new AnswerDecoder(
    { frame, stderr: ignore, daemonError: ignore, fault: (fault) => refuse(JSON.stringify(fault)) },
    { limits: { ...DEFAULT_VALUE_LIMITS, valueBytes }, collect },
  );
  for (const chunk of chunks) decoder.push('multiplexed', chunk);
  if (decoder.end().truncated) refuse('it is cut');
}

function refuse(why: string): never {
  throw new Error(`the answer of the bench is no answer: ${why}`);
}
