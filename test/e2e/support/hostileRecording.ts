import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RecordingWriter } from '../../../src/recording/recordingWriter.ts';
import { encodeValue } from '../../../src/wire/msgpack/encodeValue.ts';
import { encodeFrameParts, encodeStdoutParts } from '../../../src/wire/frameEncoder.ts';

const FILE = join(import.meta.dirname, '../../fixtures/hostile/payloads.json');

/** Texts that run something where they are taken for markup, script, a link, a style or an escape sequence. */
export async function hostilePayloads(): Promise<readonly string[]> {
  return JSON.parse(await readFile(FILE, 'utf8')) as string[];
}

/** Writes a recording with the texts in every field that a stranger's recording can have. */
export function writeHostileRecording(path: string, texts: readonly string[]): void {
  const all = texts.join(' ');
  const writer = RecordingWriter.create(path, {
    method: all,
    args: [texts, Object.fromEntries(texts.map((text) => [text, text]))],
    startedAt: '2026-01-01T00:00:00.000Z',
    engine: all,
    endpoint: all,
    image: all,
    runtime: all,
    limits: { [all]: 1 },
    isolation: all,
    inmateDir: `/${all}`,
  });
  let t = 0;
  writer.lifecycle({ event: 'build', image: all }, t++);
  writer.lifecycle({ event: 'create', container: all }, t++);
  writer.lifecycle({ event: 'started' }, t++);
  for (const text of texts) {
    const bytes = Buffer.from(text);
    writer.bytes('multiplexed', docker(1, Buffer.concat(encodeStdoutParts(bytes, t * 1000))), t++);
    writer.bytes('multiplexed', docker(2, bytes), t++);
    const value = encodeValue([text, { [text]: text, list: [text], bytes }]);
    writer.bytes('multiplexed', docker(1, Buffer.concat(encodeFrameParts('yield', value, t * 1000))), t++);
  }
  writer.lifecycle({ event: 'note', text: all }, t++);
  writer.lifecycle({ event: 'kill', reason: all }, t++);
  const backtrace = texts.map((text) => `at ${text} (/hoosegow/${text}:1:1)`);
  const raise = { class: all, message: all, backtrace };
  const raised = Buffer.concat(encodeFrameParts('raise', encodeValue(raise), t * 1000));
  writer.bytes('multiplexed', docker(1, raised), t++);
  writer.outcome({ outcome: 'raised', ...raise, notes: texts }, t);
  writer.close();
}

function docker(stream: 1 | 2, payload: Uint8Array): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt8(stream, 0);
  header.writeUInt32BE(payload.length, 4);
  return Buffer.concat([header, payload]);
}
