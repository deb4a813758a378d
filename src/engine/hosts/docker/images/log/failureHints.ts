import { ImageBuildError } from '../../../../errors/errors.ts';
import { foreignProcessor } from '../../container/platform.ts';

/** What builders say of an image that they can neither find nor pull. */
const PULL_FAILED =
  /pull access denied|manifest (for .*|unknown|.* not found)|failed to (resolve|pull)|no such host|short-name|name or service not known|error (getting|pulling)|i\/o timeout|Client\.Timeout|TLS handshake|connection refused/i;
export const NO_BASE_IMAGE =
  'the base image can be neither found nor pulled: load it, or name one that is there with --base-image (option baseImage)';
const SIGN_IN =
  /no basic auth credentials|unauthorized|authentication required|(?:pull|insufficient_scope|requested) ?access[^]*denied|denied: |error getting credentials/i;
const UNKNOWN = /unknown (?:instruction|flag)/i;
const WRONG_PROCESSOR = /exec format error/i;

/** Characters of an error that are searched. */
const MAX_DETAIL = 4000;

export interface BuildCircumstances {
  /** Problems of the user's configuration. */
  readonly warnings: readonly string[];
  /** Platform that was requested for the image. */
  readonly platform: string | undefined;
  /** Whether it was the BuildKit of Docker 20.10. */
  readonly isOldBuildKit: boolean;
}

/** Whether a builder says that it could not get an image. */
export function isPullFailure(detail: string): boolean {
  return PULL_FAILED.test(detail.slice(0, MAX_DETAIL));
}

/** Adds hints to the error of a build. */
export function withHints(
  error: ImageBuildError,
  { warnings, platform, isOldBuildKit }: BuildCircumstances,
): ImageBuildError {
  const hints: string[] = [];
  // A build may make its builder print anything, at any length.
  const detail = error.detail.slice(0, MAX_DETAIL);
  if (SIGN_IN.test(detail)) {
    hints.push('the registry wants other credentials: sign in with docker login (podman login)', ...warnings);
  }
  if (WRONG_PROCESSOR.test(`${error.detail}\n${error.log}`)) hints.push(foreignProcessor(platform));
  if (isOldBuildKit && UNKNOWN.test(detail)) {
    hints.push(
      'the BuildKit of this Docker is old: Docker 23 knows more, as does a first line "# syntax=docker/dockerfile:1"',
    );
  }
  if (hints.length === 0) return error;
  return new ImageBuildError([error.message.trimEnd(), ...hints].join('; '), error.detail, error.log, { cause: error });
}
