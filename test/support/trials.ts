import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import type { Dispatch, DispatchOptions, Hoosegow, HoosegowOptions } from '../../src/engine/index.ts';
import { listOurContainers } from './docker.ts';
import { hoosegowUnderTest, inmateProject, type InmateProject } from './inmateProject.ts';

/**
 * An inmate in its image, for a test file: built once, everything closed and removed at the end. After each
 * test all dispatches must end, and none may leave a container.
 */
export interface Trials {
  /** Calls one of its methods. */
  call(method: string, args?: readonly unknown[], options?: DispatchOptions): Dispatch;
  /** Another Hoosegow on the same image. */
  with(options: Partial<HoosegowOptions>): Pick<Hoosegow, 'dispatch' | 'warm' | 'close'>;
  readonly image: string;
  readonly dir: string;
}

/** @param options of every Hoosegow on it */
export function trialsUnderTest(options: Partial<HoosegowOptions> = {}): Trials {
  return inmateUnderTest('trials', options);
}

/** As `trialsUnderTest`, with another inmate of `test/fixtures/inmates`. */
export function inmateUnderTest(name: string, options: Partial<HoosegowOptions> = {}): Trials {
  let project: InmateProject | undefined;
  let image = '';
  const opened: Hoosegow[] = [];
  const started: Dispatch[] = [];
  const open = (more: Partial<HoosegowOptions>): Pick<Hoosegow, 'dispatch' | 'warm' | 'close'> => {
    const hoosegow = hoosegowUnderTest({ image, ...options, ...more });
    opened.push(hoosegow);
    return {
      warm: (...wanted) => hoosegow.warm(...wanted),
      close: () => hoosegow.close(),
      dispatch: (...call: Parameters<Hoosegow['dispatch']>) => {
        const dispatch = hoosegow.dispatch(...call);
        started.push(dispatch);
        return dispatch;
      },
    };
  };
  let standard: Pick<Hoosegow, 'dispatch'> | undefined;
  beforeAll(async () => {
    project = await inmateProject(name);
    const builder = hoosegowUnderTest({ inmateDir: project.dir });
    opened.push(builder);
    image = (await builder.imageExists()) ? await builder.imageName() : await builder.buildImage();
  });
  afterEach(async () => {
    await Promise.all(started.splice(0).map(({ outcome }) => outcome));
    expect((await listOurContainers()).map(({ Names }) => Names[0])).toEqual([]);
  });
  afterAll(async () => {
    await Promise.all(opened.map((hoosegow) => hoosegow.close()));
    await project?.[Symbol.asyncDispose]();
  });
  return {
    call: (method, args, more) => (standard ??= open({})).dispatch(method, args, more),
    with: open,
    get image() {
      return image;
    },
    get dir() {
      return project?.dir ?? '';
    },
  };
}
