import { deflateSync } from 'node:zlib';
import type { Outcome } from '../../../src/recording/outcome.ts';
import { RecordingWriter } from '../../../src/recording/recordingWriter.ts';
import { dockerFrame, stdoutFrame, valueFrame } from '../../unit/wire/streams.ts';
import { META } from './sampleRecording.ts';

/** A PNG of one colour. */
export function png(width: number, height: number, [red, green, blue]: readonly [number, number, number]): Uint8Array {
  const row = Buffer.concat([
    Buffer.from([0]),
    ...Array.from({ length: width }, () => Buffer.from([red, green, blue])),
  ]);
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const data = deflateSync(Buffer.concat(Array.from({ length: height }, () => row)));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return new Uint8Array(
    Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]),
  );
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

/** Values of every form that a result is shown in. */
export const SAMPLES = {
  number: 42,
  text: 'done',
  lines: 'first line\n  second line\n\u0000third\u202e line\n',
  html: '<!doctype html><style>h1 { color: rgb(1, 2, 3) }</style><h1>Title</h1><p style="color: rgb(4, 5, 6)">Some <em>text</em> and <a href="http://evil.example/">a link</a></p>',
  markdown:
    '# Title\n\nSome **bold** text with [a link](http://evil.example/).\n\n- one\n- two\n\n```js\nlet x;\n```\n',
  json: '{"id": 12345678901234567890, "name": "x", "tags": ["a", "b"]}',
  table: Array.from({ length: 1000 }, (_, i) => ({
    id: i,
    name: `row ${i}`,
    price: i * 1.5,
    note: i % 3 ? 'x' : null,
  })),
  tree: { html: '<h1>Title</h1>', headings: 1, nested: { list: [1, 2, 3] } },
  image: png(160, 90, [30, 120, 200]),
  svg: '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="40"><script>window.pwned = 1</script><rect width="80" height="40" fill="teal"/></svg>',
  bytes: new Uint8Array(5_000_000).map((_, i) => i),
  long: Array.from({ length: 4000 }, (_, i) => `line ${i} of a long text that goes on and on`).join('\n'),
} as const;

/** Writes a dispatch that returned a value, or ended as it is told. */
export function writeResult(path: string, value: unknown, outcome: Outcome = { outcome: 'returned' }): void {
  const writer = RecordingWriter.create(path, { ...META, method: 'make', args: [] });
  writer.lifecycle({ event: 'started' }, 1);
  writer.lifecycle({ event: 'requested', bytes: 12 }, 2);
  writer.bytes('multiplexed', dockerFrame(1, stdoutFrame('working\n')), 3);
  writer.bytes('multiplexed', dockerFrame(1, valueFrame('yield', [{ step: 1 }])), 4);
  if (outcome.outcome === 'returned') writer.bytes('multiplexed', dockerFrame(1, valueFrame('return', value)), 5);
  writer.lifecycle({ event: 'exited', code: 0, signal: null, oomKilled: false }, 6);
  writer.outcome(outcome, 7);
  writer.close();
}
