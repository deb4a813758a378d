import type { DockerOptions } from '../../engine/index.ts';

/** Whether both name the same endpoint in the same way. */
export function isSame(a: DockerOptions, b: DockerOptions): boolean {
  return a.host === b.host && a.context === b.context;
}
