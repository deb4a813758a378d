import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Hoosegow } from '../../../src/engine/index.ts';
import { dockerUnderTest, listOurContainers } from '../../support/docker.ts';
import { hoosegowUnderTest, inmateProject, type InmateProject } from '../../support/inmateProject.ts';

const ENGINE = join(import.meta.dirname, '../../../dist/engine.cjs');

/** A process of its own that keeps two containers waiting, says so, and has something else to do. */
const HOST = `
const { Hoosegow } = require(process.argv[1]);
setInterval(() => undefined, 1000);
new Hoosegow({ ...JSON.parse(process.argv[2]), pool: { size: 2 } }).warm({ count: 2 }).then(() => console.log('waiting'));
`;

let project: InmateProject;
let hoosegow: Hoosegow;
beforeAll(async () => {
  project = await inmateProject('trials');
  hoosegow = hoosegowUnderTest({ inmateDir: project.dir });
  await hoosegow.buildImage();
});
afterAll(async () => {
  await hoosegow.close();
  await project[Symbol.asyncDispose]();
});

async function states(): Promise<string[]> {
  return (await listOurContainers()).map(({ State }) => State);
}

it('containers that wait for a host end by themselves when it is killed, and one sweep removes them', async () => {
  const { host, baseImage } = dockerUnderTest();
  const options = { inmateDir: project.dir, docker: { host }, baseImage };
  const child = spawn(process.execPath, ['-e', HOST, ENGINE, JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    await once(createInterface(child.stdout), 'line');
    expect(await states()).toEqual(['running', 'running']);
    // Its owner lives, and waiting is what they are for.
    expect(await hoosegow.sweep()).toEqual([]);
  } finally {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  await expect.poll(states).toEqual(['exited', 'exited']);
  expect(await hoosegow.sweep()).toHaveLength(2);
  expect(await states()).toEqual([]);
});
