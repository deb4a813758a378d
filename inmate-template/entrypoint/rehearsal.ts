import { Writable } from 'node:stream';
import { encodeValue } from '../../src/wire/encodeValue.ts';
import { encodeFrameParts, encodeStdoutParts } from '../../src/wire/frameEncoder.ts';
import { decodeRequest, encodeRequest, RequestReader } from '../../src/wire/request.ts';
import { callMethod } from './callMethod.ts';
import { FrameWriter } from './frameWriter.ts';

/**
 * Whoever waits has time to go through a call beforehand: the first pass through code that V8 has not seen yet takes
 * milliseconds, the second none. Nothing of a rehearsal reaches the host, or the inmate's own code.
 */
const REQUEST = encodeRequest('rehearsal', ['text', 1, true, null, [1.5], { key: Uint8Array.of(1) }], {
  lease: true,
  deadline: 60_000,
});

/** What the inmate's process does of a call. @returns an encoded result */
export async function rehearseInmate(): Promise<Uint8Array> {
  const { args } = decodeRequest(REQUEST);
  return encodeValue(
    await callMethod(
      () => Promise.resolve(args),
      args,
      () => undefined,
    ),
    { name: 'result' },
  );
}

/** What the relay does of a call, but for what passes through the inmate. */
export function rehearseRelay(): void {
  const bytes = new RequestReader().push(REQUEST);
  if (bytes) decodeRequest(bytes);
  const writer = new FrameWriter(new Writable({ write: (_chunk, _encoding, done) => done() }));
  writer.write(encodeStdoutParts(REQUEST, 1));
  writer.write(encodeFrameParts('return', REQUEST, 1));
  writer.flush();
}
