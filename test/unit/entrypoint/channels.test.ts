import fc from 'fast-check';
import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { SideChannel } from '../../../inmate-template/entrypoint/relay/sideChannel.ts';
import { CallReader, encodeCall } from '../../../inmate-template/entrypoint/link/call.ts';
import { FrameWriter } from '../../../inmate-template/entrypoint/relay/frameWriter.ts';
import { cutAt, MARKER } from './records.ts';

const someBytes = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes));

it('a queue gives back exactly what it was given, in any portions', () => {
  fc.assert(
    fc.property(fc.array(someBytes), fc.array(fc.nat({ max: 300 })), (chunks, portions) => {
      const queue = new SideChannel();
      for (const chunk of chunks) queue.push(chunk);
      const all = Buffer.concat(chunks);
      let position = 0;
      for (const portion of portions) {
        const expected = position + portion > all.length ? undefined : all.subarray(position, position + portion);
        const taken = queue.take(portion);
        expect(taken && Buffer.concat(taken)).toEqual(expected);
        position += expected?.length ?? 0;
      }
      expect(queue.length).toBe(all.length - position);
    }),
  );
});

it('a call arrives whole however it is cut', () => {
  fc.assert(
    fc.property(someBytes, fc.nat(), fc.array(fc.nat(), { maxLength: 8 }), (request, origin, places) => {
      const bytes = Buffer.concat(encodeCall({ marker: MARKER, origin, request }));
      const reader = new CallReader();
      const chunks = cutAt(bytes, places).filter((chunk) => chunk.length > 0);
      const calls = chunks.flatMap((chunk) => reader.push(chunk) ?? []);
      expect(calls.map((call) => ({ ...call, request: Buffer.from(call.request) }))).toEqual([
        { marker: MARKER, origin, request },
      ]);
    }),
  );
});

it('a writer keeps small and large parts in order, also while they are still on their way', async () => {
  const stream = new PassThrough({ highWaterMark: 1 });
  const writer = new FrameWriter(stream);
  const parts = Array.from({ length: 3000 }, (_, n) => Buffer.alloc(n % 7 === 0 ? 5000 : 40, n));
  for (const [n, part] of parts.entries()) {
    writer.write([part]);
    if (n % 11 === 0) writer.flush();
  }
  const finished = new Promise<void>((resolve) => writer.finish(resolve));
  const received: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => received.push(chunk));
  await finished;
  expect(Buffer.concat(received).equals(Buffer.concat(parts))).toBe(true);
});
