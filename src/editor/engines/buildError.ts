import type { ImageBuildError } from '../../engine/index.ts';

/** Whether the error is a failed build. Its class is in another bundle, so its name and members are checked. */
export function isBuildError(error: unknown): error is ImageBuildError {
  return error instanceof Error && error.name === 'ImageBuildError' && 'log' in error && 'detail' in error;
}
