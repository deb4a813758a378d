import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Hoosegow } from '../../../src/engine/index.ts';
import { dockerUnderTest, listOurContainers, needs } from '../../support/docker.ts';
import { hoosegowUnderTest, inmateProject, type InmateProject } from '../../support/inmateProject.ts';
import { lifecycleOf } from '../pool/pooled.ts';

const FORGETFUL = join(import.meta.dirname, '../../support/forgetsToClose.mjs');
const TYPESCRIPT = join(import.meta.dirname, '../../support/typescript.mjs');

let project: InmateProject;
let image = '';
let hoosegow: Hoosegow;
beforeAll(async () => {
  project = await inmateProject('trials');
  hoosegow = hoosegowUnderTest({ inmateDir: project.dir, env: { OF_ALL: 'all' }, pool: { size: 1 } });
  image = (await hoosegow.imageExists()) ? await hoosegow.imageName() : await hoosegow.buildImage();
});
afterAll(async () => {
  await hoosegow.close();
  await project[Symbol.asyncDispose]();
});

describe('a call with options of its own', () => {
  it('makes its own container, held as it asks, and leaves those that wait to the others', async () => {
    await hoosegow.warm();
    const own = hoosegow.dispatch('environment', [], { env: { OF_ONE: 'one' }, limits: { pids: 64 } });
    expect(await own).toMatchObject({ OF_ALL: 'all', OF_ONE: 'one' });
    await own.outcome;
    // It was created for this dispatch, by its id.
    expect(await lifecycleOf(own)).toContainEqual({ event: 'create', container: `hoosegow-${own.id}` });
    const { meta } = await own.reader();
    expect(meta).toMatchObject({ env: ['OF_ALL', 'OF_ONE'], limits: { pids: 64 } });

    // What is named and comes to the same, or is held from this side, finds the one that waits.
    const other = hoosegow.dispatch('environment', [], { env: { OF_ALL: 'all' }, limits: { outputBytes: 1000 } });
    expect(await other).not.toHaveProperty('OF_ONE');
    await other.outcome;
    expect(await lifecycleOf(other)).not.toContainEqual(expect.objectContaining({ event: 'create' }));
  });

  it('is refused what no call may have', async () => {
    const refused = hoosegow.dispatch('environment', [], { network: 'host' });
    await expect(refused).rejects.toMatchObject({ code: 'HOOSEGOW_USAGE' });
    const socket = hoosegow.dispatch('environment', [], { volumes: { '/x': '/var/run/docker.sock' } });
    await expect(socket).rejects.toMatchObject({ code: 'HOOSEGOW_USAGE' });
  });
});

describe('a script that forgets close()', () => {
  it('ends by itself, and leaves no container, though some waited', async (context) => {
    // It takes the limits as they are.
    needs('limits', context);
    await hoosegow.close({ cancel: true });
    const { host } = dockerUnderTest();
    const args = ['--import', TYPESCRIPT, FORGETFUL, host, image];
    const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 60_000 });
    expect(stdout).toMatch(/^one waits\nresult: /);
    expect(await listOurContainers()).toEqual([]);
  });
});
