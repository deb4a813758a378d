import { ImageBuildError } from '../../errors.ts';

const SIGN_IN =
  /no basic auth credentials|unauthorized|authentication required|(?:pull|insufficient_scope|requested) ?access[^]*denied|denied: |error getting credentials/i;
const WRONG_PROCESSOR = /exec format error/i;

/**
 * Adds to the error of a build what may be done about it.
 *
 * @param warnings what was wrong with the user's configuration
 * @param platform that the image was to be for
 */
export function withHints(
  error: ImageBuildError,
  warnings: readonly string[],
  platform: string | undefined,
): ImageBuildError {
  const hints: string[] = [];
  if (SIGN_IN.test(error.detail)) {
    hints.push('the registry wants other credentials: sign in with docker login (podman login)', ...warnings);
  }
  if (WRONG_PROCESSOR.test(`${error.detail}\n${error.log}`)) hints.push(foreignProcessor(platform));
  if (hints.length === 0) return error;
  return new ImageBuildError([error.message, ...hints].join('; '), error.detail, error.log, { cause: error });
}

/** What to do where the machine of the daemon cannot run the programs of an image. */
export function foreignProcessor(platform: string | undefined): string {
  const what = platform === undefined ? 'programs of this image' : `programs for ${platform}`;
  return `the engine's machine cannot run ${what}: take an image for its own processor (--platform), or install an emulator there (package qemu-user-static, or the image tonistiigi/binfmt)`;
}
