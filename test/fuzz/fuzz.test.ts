import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCorpus } from './corpus.ts';
import { TARGETS } from './targets/index.ts';

/** Seconds for each target, to see that nothing has come back: `npm run fuzz` looks for what is new, as long as it is let. */
const TIME = 3;

/** The same at every run, so that what fails here is what was changed; `npm run fuzz` takes another one each time. */
const SEED = 20_261_125;

const ROOT = join(import.meta.dirname, '../..');

/** Runs `npm run fuzz` in a process of its own: nothing else is counted there, and a hang is the end of it alone. */
function fuzz(...args: readonly string[]): Promise<{ status: number; output: string }> {
  const command = ['--import', './test/support/typescript.mjs', 'test/fuzz/main.ts', ...args];
  return new Promise((resolve) => {
    execFile(process.execPath, command, { cwd: ROOT, maxBuffer: 2 ** 24 }, (error, stdout, stderr) =>
      resolve({ status: error ? 1 : 0, output: stdout + stderr }),
    );
  });
}

describe.concurrent('the fuzzer', () => {
  it.each(TARGETS.map(({ name }) => name))('of %s finds nothing that breaks a promise', async (name) => {
    expect((await readCorpus(name)).length).toBeGreaterThan(0);
    const { status, output } = await fuzz(name, '--time', String(TIME), '--seed', String(SEED));
    console.log(output.trimEnd());
    expect(status === 0 ? '' : output).toBe('');
  });

  it('finds a planted flaw by what runs on the way to it, and tells the least that shows it', async () => {
    const { status, output } = await fuzz('planted', '--time', '60', '--seed', '1');
    expect(status).toBe(1);
    expect(output).toContain(
      'planted (seed 1) breaks a promise with the input (base64) RlVaWw==\nError: the planted flaw',
    );
  });
});
