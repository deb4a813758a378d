import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

/** Whether the event loop of a process of its own comes to rest after this code was run in it. */
async function comesToRest(code: string): Promise<string> {
  const source = new URL('../../../inmate-template/entrypoint/inmate/eventLoop.ts', import.meta.url);
  const script = `
    const { EventLoop } = await import(${JSON.stringify(source.href)});
    const loop = new EventLoop();
    const timer = setTimeout(() => undefined, 100_000);
    ${code}
    process.stdout.write(String(await loop.comesToRest()), () => process.exit());`;
  const args = [...process.execArgv, '--input-type=module', '--eval', script];
  return (await promisify(execFile)(process.execPath, args)).stdout;
}

it('waits for what is on its way out, also where others have the processor meanwhile', async () => {
  // The clock goes on, and this thread does not.
  const heldUp = 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60);';
  expect(await comesToRest(`setImmediate(() => { ${heldUp} setImmediate(() => clearTimeout(timer)); });`)).toBe('true');
});

it('does not wait for long for what stays', async () => {
  expect(await comesToRest('')).toBe('false');
});
