import { Hoosegow, type HoosegowOptions } from '../../src/engine/index.ts';
import { inmateProject } from '../support/inmateProject.ts';
import type { BenchDocker } from './figure.ts';

/** Hands out a Hoosegow on the inmate of the engine's tests, with its image built, and takes it back. */
export async function withTrials<T>(
  { host, baseImage, buildNetwork }: BenchDocker,
  options: Partial<HoosegowOptions>,
  work: (hoosegow: Hoosegow, image: string) => Promise<T>,
): Promise<T> {
  await using project = await inmateProject('trials');
  const hoosegow = new Hoosegow({
    inmateDir: project.dir,
    docker: { host },
    baseImage,
    ...(buildNetwork ? { buildNetwork } : {}),
    ...options,
  });
  try {
    const image = (await hoosegow.imageExists()) ? await hoosegow.imageName() : await hoosegow.buildImage();
    return await work(hoosegow, image);
  } finally {
    await hoosegow.close();
  }
}

/** @throws Error where a call does not end as it should: a figure of failures would say nothing */
export async function echo(hoosegow: Hoosegow, n: number): Promise<void> {
  const dispatch = hoosegow.dispatch('echo', [n]);
  const [answer] = (await dispatch) as readonly unknown[];
  const { outcome } = await dispatch.outcome;
  if (answer !== n || outcome !== 'returned') throw new Error(`call ${n} gave ${String(answer)} and ${outcome}`);
}
