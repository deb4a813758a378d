import { Hoosegow, type HoosegowOptions } from '../../src/engine/index.ts';
import { echoProject } from './echoProject.ts';
import type { BenchDocker } from './figure.ts';

/** Hands out a Hoosegow on the echo project, with its image built, and takes it back. */
export async function withEcho<T>(
  docker: BenchDocker,
  options: Partial<HoosegowOptions>,
  work: (hoosegow: Hoosegow, image: string) => Promise<T>,
): Promise<T> {
  await using project = await echoProject('ts');
  const hoosegow = new Hoosegow({ ...project.optionsFor(docker), ...options });
  try {
    return await work(hoosegow, await hoosegow.buildImage());
  } finally {
    await hoosegow.close();
  }
}

/**
 * Calls, and waits for the container to be gone.
 *
 * @throws Error where that does not end as it should: a figure of failures would say nothing
 */
export async function echo(hoosegow: Hoosegow, n: number): Promise<void> {
  const dispatch = hoosegow.dispatch('echo', [n]);
  const answer = await dispatch;
  const { outcome } = await dispatch.outcome;
  const right = Array.isArray(answer) && answer[0] === n && outcome === 'returned';
  if (!right) throw new Error(`call ${n} gave ${JSON.stringify(answer)} and ended as ${outcome}`);
}
