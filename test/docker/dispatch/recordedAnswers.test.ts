import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { trialsUnderTest } from '../../support/trials.ts';
import { loadWireFixtures, sha256 } from '../../support/wireFixtures.ts';

const trials = trialsUnderTest();
const WIRE = join(import.meta.dirname, '../../fixtures/wire');

/**
 * Plays the part of the original's entrypoint: waits for a request that begins as the original's host sent it, then
 * writes the recorded streams, Docker frame for Docker frame.
 */
const REPLAY = `
  const { readFileSync, writeSync, readSync } = require('node:fs');
  const [name, requestHex] = process.argv.slice(1);
  // Ours carries a third item, which the original ignores: the items themselves must be the same.
  const expected = Buffer.from(requestHex, 'hex').subarray(1);
  const request = Buffer.alloc(1 + expected.length);
  for (let read = 0; read < request.length; ) read += readSync(0, request, read, request.length - read);
  if (!request.subarray(1).equals(expected)) throw new Error('another request: ' + request.toString('hex'));
  const attach = readFileSync('/wire/' + name + '.attach.bin');
  for (let at = 0; at < attach.length; ) {
    const end = at + 8 + attach.readUInt32BE(at + 4);
    for (let from = at + 8; from < end; ) from += writeSync(attach[at], attach, from, end - from);
    at = end;
  }
`;

describe("the original's recorded answers, through the whole engine", () => {
  it.each(loadWireFixtures())('$name', async ({ name, requestHex, method, args, frames, stderr }) => {
    const hoosegow = trials.with({
      volumes: { '/wire': WIRE },
      containerOptions: { Entrypoint: ['node', '-e', REPLAY, name, requestHex] },
    });
    const dispatch = hoosegow.dispatch(method, args);
    const seen: unknown[] = [];
    const read = async (): Promise<void> => {
      for await (const frame of dispatch) {
        if (frame.type === 'stdout') {
          seen.push({ type: 'stdout', bytes: frame.value.length, sha256: sha256(frame.value) });
        } else if (frame.type !== 'stderr') {
          seen.push({ type: frame.type, value: frame.value });
        }
      }
    };
    // What the inmate raised is thrown at the end.
    const [ended] = await Promise.allSettled([read()]);
    expect(ended.status).toBe(frames.at(-1)?.type === 'raise' ? 'rejected' : 'fulfilled');
    expect(seen).toEqual(frames);
    expect(await dispatch.stderr.text()).toBe(stderr);
    const last = frames.at(-1)?.type;
    expect((await dispatch.outcome).outcome).toBe(last === 'return' ? 'returned' : 'raised');
  });
});
