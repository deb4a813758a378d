import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dockerClient, dockerUnderTest, listOurContainers, needs } from '../../support/docker.ts';
import { runCommand, startCommand, type Ended, type RunningCommand } from '../../integration/cli/support/runCommand.ts';

/** The command as users have it. */
const MAIN = path.join(import.meta.dirname, '../../../dist/cli.cjs');

const METHODS = `
import { setTimeout as pause } from 'node:timers/promises';
export async function sleep(): Promise<void> {
  console.log('asleep');
  await pause(60_000);
}
export function* flood(lines: number): Generator<number> {
  for (let i = 0; i < lines; i++) {
    console.log('x'.repeat(1000));
    yield i;
  }
}
export function exhaust(): void {
  const kept: Buffer[] = [];
  for (;;) kept.push(Buffer.alloc(8 * 1024 * 1024, 1));
}
export async function listData(): Promise<readonly string[]> {
  const { readdir, writeFile } = await import('node:fs/promises');
  await writeFile('/data/made-inside', '');
  return readdir('/data');
}
`;

const docker = dockerUnderTest();
const network = docker.buildNetwork === undefined ? [] : ['--build-network', docker.buildNetwork];
const onDocker = ['--host', docker.host];
const building = [...onDocker, '--base-image', docker.baseImage, ...network];

let dir: string;
const images = new Set<string>();

const start = (...args: readonly string[]): RunningCommand =>
  startCommand([process.execPath, MAIN, ...args], { cwd: dir });

const hoosegow = async (...args: readonly string[]): Promise<Ended> => start(...args).ended;

const run = async (method: string, ...args: readonly string[]): Promise<Ended> =>
  hoosegow('run', 'inmate', method, ...args, ...building);

const events = (text: string): Record<string, unknown>[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'hoosegow-docker-cli-'));
  const made = await hoosegow('new', 'inmate');
  expect([made.code, made.stdout]).toEqual([0, expect.stringMatching(/inmate\n$/)]);
});

afterAll(async () => {
  for (const image of images) await dockerClient().getImage(image).remove({ force: true });
  await rm(dir, { recursive: true, force: true });
});

describe('a freshly made inmate', () => {
  it('is built and run by one command, its progress on stderr and its events as JSON lines on stdout', async () => {
    await writeFile(path.join(dir, 'page.md'), '# One\n\nText\n\n## Two\n\nMore *text*\n');
    const { code, stdout, stderr } = await run(
      'render',
      '@page.md',
      '{"breaks":true}',
      '--json',
      '--record',
      'a.dispatch',
    );
    expect([code, stderr]).toEqual([0, expect.stringMatching(/^ {5}build {2}.*RUN node install\.cjs/m)]);
    const [call, ...all] = events(stdout);
    expect(call).toMatchObject({ type: 'call', method: 'render', engine: 'docker', limits: { pids: 128 } });
    for (const { value } of all) if (isBuilt(value)) images.add(value.image);
    expect(images.size).toBe(1);
    expect(all.map(({ seq }) => seq)).toEqual(all.map((_, i) => i));
    const answer = all.filter(({ type }) => type !== 'lifecycle' && type !== 'stderr');
    expect(answer.map(({ type, value }) => [type, value])).toEqual([
      ['stdout', 'rendering "One"\n'],
      ['yield', [{ section: 1, title: 'One', done: 1, total: 2 }]],
      ['stdout', 'rendering "Two"\n'],
      ['yield', [{ section: 2, title: 'Two', done: 2, total: 2 }]],
      ['stdout', expect.stringMatching(/^a child process counts \d+ bytes of HTML\n$/)],
      ['return', { html: expect.stringContaining('<em>text</em>') as string, sections: 2, words: 5 }],
      ['outcome', undefined],
    ]);
    expect(answer.at(-1)).toMatchObject({ outcome: 'returned' });
    expect((await hoosegow('show', 'a.dispatch', '--json')).stdout).toBe(stdout);
  });

  it('is not built a second time, and can be called by its image', async () => {
    const again = await run('greet', 'word');
    expect([again.code, again.stdout]).toEqual([0, '"Hello, word!"\n']);
    expect(again.stderr).not.toContain('build');
    const built = await hoosegow('build', 'inmate', ...building);
    expect([built.code, images.has(built.stdout.trim())]).toEqual([0, true]);
    const byImage = await hoosegow('run', '--image', built.stdout.trim(), 'greet', 'word', ...onDocker);
    expect([byImage.code, byImage.stdout]).toEqual([0, '"Hello, word!"\n']);
  });
});

function isBuilt(value: unknown): value is { readonly image: string } {
  return typeof value === 'object' && value !== null && 'event' in value && value.event === 'built';
}

describe('an edited inmate', () => {
  beforeAll(async () => {
    await appendFile(path.join(dir, 'inmate', 'inmate.ts'), METHODS);
    const built = await hoosegow('build', 'inmate', ...building);
    expect(built.code).toBe(0);
    images.add(built.stdout.trim());
  });

  it.each([
    ['raised', 1, ['greet', 'you', '0'], { class: 'RangeError', message: 'greeting takes 1 step or more' }],
    ['timed-out', 124, ['sleep', '--timeout', '1s'], { limit: 1000, setting: 'timeout' }],
    ['out-of-memory', 5, ['exhaust', '--memory', '64m'], { limit: 64 * 1024 ** 2, setting: 'memory' }],
    ['output-limit', 5, ['flood', '100', '--limit-output', '10k'], { limit: 10_240, setting: 'outputBytes' }],
  ])('that %s ends with the status %d', async (outcome, status, args, details) => {
    const [method = '', ...rest] = args;
    const { code, stdout, stderr } = await run(method, ...rest, '--json');
    const isUntold = outcome === 'out-of-memory' && dockerUnderTest().lacks['told memory ends'] !== undefined;
    expect([code, stderr]).toEqual([isUntold ? 6 : status, '']);
    const expected = isUntold ? { outcome: 'exited', signal: 'SIGKILL' } : { outcome, ...details };
    expect(events(stdout).at(-1)).toMatchObject({ type: 'outcome', ...expected });
  });

  it('sees a folder as a volume, and can write there only if it was said so', async () => {
    await rm(path.join(dir, 'data'), { recursive: true, force: true });
    await runCommand(['mkdir', '-m', '777', 'data'], { cwd: dir });
    const readOnly = await run('listData', '--volume', './data:/data');
    expect([readOnly.code, readOnly.stderr]).toEqual([1, expect.stringContaining('EROFS')]);
    const writable = await run('listData', '--volume', './data:/data:rw');
    expect([writable.code, writable.stdout]).toEqual([0, '["made-inside"]\n']);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('is cancelled by %s, and no container is left', async (signal) => {
    const running = start('run', 'inmate', 'sleep', ...building, '--json');
    await untilAsleep(running);
    running.process.kill(signal);
    const { code, stdout } = await running.ended;
    expect(code).toBe(130);
    expect(events(stdout).at(-1)).toMatchObject({ outcome: 'cancelled', message: `interrupted by ${signal}` });
    expect(await listOurContainers()).toEqual([]);
  });

  it('ends when nobody reads its output any more, and no container is left', async () => {
    const command = [
      process.execPath,
      MAIN,
      'run',
      'inmate',
      'flood',
      '1000000',
      '--json',
      '--limit-output',
      '10g',
      ...building,
    ];
    const quoted = command.map((word) => `'${word}'`).join(' ');
    const { stdout, stderr } = await runCommand(['bash', '-c', `${quoted} | head -n 30; echo "\${PIPESTATUS[0]}"`], {
      cwd: dir,
    });
    const printed = stdout.trimEnd().split('\n');
    expect([printed.length, printed.at(-1), stderr]).toEqual([31, '130', '']);
    expect(await listOurContainers()).toEqual([]);
  });

  it('leaves a container behind when the command is killed, which sweep removes', async () => {
    const running = start('run', 'inmate', 'sleep', ...building, '--json');
    await untilAsleep(running);
    running.process.kill('SIGKILL');
    await running.ended;
    const left = await listOurContainers();
    expect(left).toHaveLength(1);
    await setTimeout(500);
    const swept = await hoosegow('sweep', ...onDocker);
    expect([swept.code, swept.stdout]).toEqual([0, `${left[0]?.Names[0]?.slice(1) ?? ''}\n`]);
    expect(await listOurContainers()).toEqual([]);
    expect((await hoosegow('sweep', ...onDocker)).stdout).toBe('');
  });

  it('runs under gVisor', async (context) => {
    needs('gvisor', context);
    const { code, stdout } = await run('greet', 'word', '--runtime', 'runsc');
    expect([code, stdout]).toEqual([0, '"Hello, word!"\n']);
  });
});

async function untilAsleep({ process: { stdout } }: RunningCommand): Promise<void> {
  let text = '';
  while (!text.includes('asleep')) text += String((await once(stdout, 'data'))[0]);
}

describe('what the engine cannot do', () => {
  it.each([
    [
      3,
      'an image that is not there',
      ['run', '--image', 'hoosegow-none:1', 'm', ...onDocker],
      /the image hoosegow-none:1 is not there/,
    ],
    [
      3,
      'a runtime that Docker does not know',
      ['run', 'inmate', 'greet', 'x', ...building, '--runtime', 'nope'],
      /nope/,
    ],
    [
      4,
      'a base image that is not there',
      ['build', 'inmate', ...onDocker, '--base-image', 'hoosegow-none:1'],
      /the base image can be neither found nor pulled/,
    ],
  ])('is told in one line, with the status %i: %s', async (status, _, args, message) => {
    const { code, stderr } = await hoosegow(...args);
    expect(code).toBe(status);
    const told = stderr.split('\n').filter((line) => line.startsWith('hoosegow: '));
    expect(told).toEqual([expect.stringMatching(message)]);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(await listOurContainers()).toEqual([]);
  });

  it('is bad input where the folder is not an inmate project', async () => {
    await rm(path.join(dir, 'inmate', 'Dockerfile'));
    const { code, stderr } = await run('greet', 'x');
    expect([code, stderr]).toEqual([2, expect.stringMatching(/^hoosegow: .*no Dockerfile[^\n]*\n$/)]);
  });
});

it('is a program of its own', async () => {
  expect((await readFile(MAIN, 'utf8')).startsWith('#!/usr/bin/env -S node --\n')).toBe(true);
  expect(execFileSync(MAIN, ['--version'], { encoding: 'utf8' })).toMatch(/^\d+\.\d+\.\d+\n$/);
  const { status, stderr } = spawnSync(MAIN, ['run', '--image', 'x', 'm', '--env-file', 'nope'], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([2, expect.stringMatching(/^hoosegow: .*--env-file nope: there is no such file/)]);
});
