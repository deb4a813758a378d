import { Writable } from 'node:stream';
import { encodeValue } from '../../../src/wire/msgpack/encodeValue.ts';
import { encodeFrameParts, encodeStdoutParts } from '../../../src/wire/frameEncoder.ts';
import { decodeRequest, encodeRequest, RequestReader } from '../../../src/wire/request.ts';
import { callMethod } from '../inmate/callMethod.ts';
import { FrameWriter } from './frameWriter.ts';

/**
 * A container that waits has time to go through calls beforehand: V8 reads code when it first runs, and compiles what
 * has run often. Nothing of a warm-up reaches the host, or the inmate's own code.
 */
const REQUEST = encodeRequest('warmUp', ['text', 1, true, null, [1.5], { key: Uint8Array.of(1) }], {
  lease: true,
  deadline: 60_000,
});

/** After so many rounds nothing becomes faster any more. All of them take some 10 ms. */
const ROUNDS = 200;
/** A call that comes meanwhile waits for no more rounds than these. */
const ROUNDS_AT_ONCE = 10;
/** Milliseconds after which to stop: an inmate that is busy by itself leaves little time for it. */
const ENOUGH_MS = 250;
/** Taken before the inmate's code can replace it. */
const now = performance.now.bind(performance);

/**
 * Runs the inmate's part of a call.
 *
 * @param isOver tells whether a call has come
 * @returns an encoded result
 */
export async function warmUpInmate(isOver: () => boolean): Promise<Uint8Array> {
  let encoded: Uint8Array = REQUEST;
  await inRounds(isOver, async () => {
    const { args } = decodeRequest(REQUEST);
    const result = await callMethod(
      () => Promise.resolve(args),
      args,
      () => undefined,
    );
    encoded = encodeValue(result, { name: 'result' });
  });
  return encoded;
}

/** Runs the relay's part of a call, without the inmate's. @param isOver tells whether a call has come */
export async function warmUpRelay(isOver: () => boolean): Promise<void> {
  const writer = new FrameWriter(new Writable({ write: (_chunk, _encoding, done) => done() }));
  await inRounds(isOver, () => {
    const bytes = new RequestReader().push(REQUEST);
    if (bytes) decodeRequest(bytes);
    writer.write(encodeStdoutParts(REQUEST, 1));
    writer.write(encodeFrameParts('return', REQUEST, 1));
    writer.flush();
  });
}

async function inRounds(isOver: () => boolean, round: () => void | Promise<void>): Promise<void> {
  const end = now() + ENOUGH_MS;
  for (let done = 0; done < ROUNDS && now() < end && !isOver(); done++) {
    await round();
    if (done % ROUNDS_AT_ONCE === 0) await new Promise<void>((resolve) => void setImmediate(resolve));
  }
}
