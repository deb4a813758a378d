import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import type { Dispatch, Hoosegow, HoosegowOptions, Lifecycle } from '../../../src/engine/index.ts';
import { listOurContainers } from '../../support/docker.ts';
import { hoosegowUnderTest, inmateProject, type InmateProject } from '../../support/inmateProject.ts';

/** Hoosegows with pools, for one test file: each test begins and ends without a container. */
export function poolsUnderTest(inmate: string, pool: HoosegowOptions['pool'] & object) {
  let project: InmateProject;
  const opened: Hoosegow[] = [];
  const dispatches: Dispatch[] = [];

  function hoosegow(options: Partial<HoosegowOptions> = {}): Hoosegow {
    const made = hoosegowUnderTest({ inmateDir: project.dir, pool, ...options });
    opened.push(made);
    return made;
  }

  function call(pooled: Hoosegow, ...request: Parameters<Hoosegow['dispatch']>): Dispatch {
    const dispatch = pooled.dispatch(...request);
    dispatches.push(dispatch);
    return dispatch;
  }

  beforeAll(async () => {
    project = await inmateProject(inmate);
    await hoosegow().buildImage();
  });
  afterEach(async () => {
    await Promise.all(dispatches.splice(0).map(({ outcome }) => outcome));
    await Promise.all(opened.splice(0).map((one) => one.close()));
    expect(await names()).toEqual([]);
  });
  afterAll(() => project[Symbol.asyncDispose]());
  return { hoosegow, call };
}

/** Of our containers, running or not. */
export async function names(): Promise<string[]> {
  return (await listOurContainers()).map(({ Names }) => (Names[0] ?? '').slice(1)).toSorted((a, b) => (a < b ? -1 : 1));
}

export async function running(): Promise<number> {
  return (await listOurContainers()).filter(({ State }) => State === 'running').length;
}

export async function lifecycleOf(dispatch: Dispatch): Promise<Lifecycle[]> {
  const steps: Lifecycle[] = [];
  for await (const event of dispatch.events()) if (event.type === 'lifecycle') steps.push(event.value);
  return steps;
}

/** Waits until the inmate has its request, or the dispatch is over. */
export async function untilAsked(dispatch: Dispatch): Promise<void> {
  for await (const event of dispatch.events()) {
    if (event.type === 'lifecycle' && event.value.event === 'requested') return;
  }
}
