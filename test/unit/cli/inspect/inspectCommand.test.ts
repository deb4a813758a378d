import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { chunk, freshPath, record, RETURNED } from '../../recording/recordings.ts';
import { stdoutFrame } from '../../wire/streams.ts';
import { buildCli, type BuiltCli } from '../../../integration/cli/support/buildCli.ts';
import { runCommand, startCommand } from '../../../integration/cli/support/runCommand.ts';

let cli: BuiltCli;
beforeAll(async () => (cli = await buildCli()), 60_000);
afterAll(async () => cli.remove());

it('prints where the timeline is, serves it until it is interrupted, and opens no browser without a terminal', async () => {
  const path = record([chunk('stdout', stdoutFrame('hello')), { outcome: RETURNED, t: 1 }]);
  // A browser would have to be found by this.
  const env = { DISPLAY: ':99', PATH: '' };
  const running = startCommand([process.execPath, cli.main, 'inspect', path], { env });
  onTestFinished(() => void running.process.kill('SIGKILL'));
  const url = await new Promise<string>((resolve) => {
    running.process.stdout.once('data', (text: string) => resolve(text.trim()));
  });
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[\w-]{43}\/$/);
  expect((await fetch(url)).status).toBe(200);
  expect((await fetch(new URL('/', url))).status).toBe(404);
  running.process.kill('SIGINT');
  const { code, stderr } = await running.ended;
  expect([code, stderr]).toEqual([130, '']);
  await expect(fetch(url)).rejects.toThrow('fetch failed');
});

it('says at once that a file is not a recording', async () => {
  const { code, stdout, stderr } = await runCommand([process.execPath, cli.main, 'inspect', freshPath()]);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain('there is no such file');
});
