import { chmod, copyFile, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dockerClient, dockerUnderTest } from '../../support/docker.ts';
import { readmeCommands } from '../../support/readmeCommands.ts';
import { runCommand, type Ended } from '../../integration/cli/support/runCommand.ts';

const ROOT = path.join(import.meta.dirname, '../../..');

let dir: string;

/** Runs a line as a person would, on the engine under test. */
const shell = async (line: string, cwd: string): Promise<Ended> => {
  const docker = dockerUnderTest();
  const env = {
    PATH: `${path.join(dir, 'bin')}:${process.env['PATH'] ?? ''}`,
    HOOSEGOW_HOST: docker.host,
    HOOSEGOW_BASE_IMAGE: docker.baseImage,
    ...(docker.buildNetwork === undefined ? {} : { HOOSEGOW_BUILD_NETWORK: docker.buildNetwork }),
  };
  return runCommand(['bash', '-c', line], { cwd, env });
};

const linesOf = async (file: string): Promise<readonly string[]> =>
  readmeCommands(await readFile(file, 'utf8'))
    .filter(({ text, isBlock }) => isBlock && text.startsWith('hoosegow '))
    .map(({ text }) => text);

/** A line says of itself that it raises. */
const statusOf = (line: string) => (/# raises\b/.test(line) ? 1 : 0);

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'hoosegow-readme-'));
  await mkdir(path.join(dir, 'bin'));
  const command = path.join(dir, 'bin/hoosegow');
  await writeFile(command, `#!/bin/sh\nexec "${process.execPath}" -- "${path.join(ROOT, 'dist/cli.cjs')}" "$@"\n`);
  await chmod(command, 0o755);
});

afterAll(async () => {
  const built = await shell('hoosegow build my-inmate', dir);
  if (built.code === 0) await dockerClient().getImage(built.stdout.trim()).remove({ force: true });
  await rm(dir, { recursive: true, force: true });
});

it('every command line of the README runs as it is printed, and those of a new inmate’s README in its folder', async () => {
  await copyFile(path.join(ROOT, 'README.md'), path.join(dir, 'README.md'));
  const ofProject = await linesOf(path.join(ROOT, 'README.md'));
  expect(ofProject.length).toBeGreaterThan(4);
  for (const line of ofProject)
    expect([line, await shell(line, dir)]).toEqual([line, expect.objectContaining({ code: statusOf(line) })]);
  expect((await stat(path.join(dir, 'readme.html'))).size).toBeGreaterThan(1000);
  const inmate = path.join(dir, 'my-inmate');
  const ofInmate = await linesOf(path.join(inmate, 'README.md'));
  expect(ofInmate.length).toBeGreaterThan(3);
  for (const line of ofInmate)
    expect([line, await shell(line, inmate)]).toEqual([line, expect.objectContaining({ code: statusOf(line) })]);
  expect(JSON.parse(await readFile(path.join(inmate, 'README.json'), 'utf8'))).toHaveProperty('html');
});
