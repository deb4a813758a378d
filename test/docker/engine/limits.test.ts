import { afterAll, beforeAll, expect, it } from 'vitest';
import { Hoosegow } from '../../../src/engine/index.ts';
import { dockerUnderTest, listOurContainers } from '../../support/docker.ts';
import { hoosegowUnderTest, inmateProject, type InmateProject } from '../../support/inmateProject.ts';

const { host, lacks } = dockerUnderTest();
let project: InmateProject;
let builder: Hoosegow;
let hoosegow: Hoosegow;
beforeAll(async () => {
  project = await inmateProject('trials');
  builder = hoosegowUnderTest({ inmateDir: project.dir });
  // With the limits of a user who has named none.
  hoosegow = new Hoosegow({ docker: { host }, image: await builder.buildImage() });
});
afterAll(async () => {
  await hoosegow.close();
  await builder.close();
  await project[Symbol.asyncDispose]();
});

const unlimited = /^\w+ does not hold what was asked for: .*Memory.*PidsLimit.*NanoCpus/;

it('a dispatch whose limits the engine does not hold ends, and names them; where it does, it runs', async () => {
  const outcome = await hoosegow.dispatch('echo', [1]).outcome;
  const told = outcome.outcome === 'engine-failed' ? [outcome.phase, unlimited.test(outcome.message)] : [];
  expect([outcome.outcome, ...told]).toEqual(
    lacks.limits === undefined ? ['returned'] : ['engine-failed', 'create', true],
  );
  expect(await listOurContainers()).toEqual([]);
});
