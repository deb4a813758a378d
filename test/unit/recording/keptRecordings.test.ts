import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli } from '../../../src/cli/cli.ts';
import type { Output } from '../../../src/cli/output/output.ts';
import { openInput } from '../../../src/cli/input/readBytes.ts';
import { Readable } from 'node:stream';

const FOLDER = join(import.meta.dirname, '../../fixtures/recordings');
const recordings = readdirSync(FOLDER).filter((name) => name.endsWith('.dispatch'));

function keptOutput(): { readonly output: Output; text(): string } {
  let kept = '';
  const output: Output = {
    isTerminal: false,
    closed: new AbortController().signal,
    write: async (text) => void (kept += Buffer.from(text).toString()),
  };
  return { output, text: () => kept };
}

/** Made by the real engine once, and never made again: files that people have kept. */
describe('a recording of an earlier version', () => {
  it('is here at all', () => {
    expect(recordings).toContain('process-0.1.0.dispatch');
  });

  it.each(recordings)('%s opens whole, and says what it has always said', async (name) => {
    const [stdout, stderr] = [keptOutput(), keptOutput()];
    const stdin = openInput(
      () => Readable.from([]),
      async () => {},
    );
    const file = join(FOLDER, name);
    const context = { stdin, stdout: stdout.output, stderr: stderr.output, env: {} };
    const status = await runCli(['show', file, '--json'], context);
    expect([status, stderr.text()]).toEqual([0, '']);
    const lines = stdout.text().trimEnd().split('\n');
    // A later version may say more of it, and never less.
    const told = readFileSync(file.replace(/\.dispatch$/, '.ndjson'), 'utf8')
      .trimEnd()
      .split('\n');
    expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject(
      told.map((line) => JSON.parse(line) as Record<string, unknown>),
    );
    expect(lines).toHaveLength(told.length);
  });
});
