import { isError } from './msgpack/brands.ts';

/** Whether it is an error, also one of another realm: test runners run tests in a realm of their own (`node:vm`). */
export function isThrownError(thrown: unknown): thrown is Error {
  return typeof thrown === 'object' && thrown !== null && (isError(thrown) || isDomException(thrown));
}

/** @returns what was thrown, as an error */
export function toError(thrown: unknown): Error {
  return isThrownError(thrown) ? thrown : new Error(textOf(thrown), { cause: thrown });
}

/** @returns the message of an error; for another value, its text */
export function messageOf(thrown: unknown): string {
  return isThrownError(thrown) ? thrown.message : textOf(thrown);
}

/** @returns the `code` of an error, for example `ENOENT`; `undefined` where it has none */
export function codeOf(thrown: unknown): string | undefined {
  return isThrownError(thrown) && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined;
}

function isDomException(thrown: object): thrown is Error {
  return Object.prototype.toString.call(thrown) === '[object DOMException]';
}

/** Not every object can be converted to a string. */
function textOf(thrown: unknown): string {
  try {
    return String(thrown);
  } catch {
    return 'something without a text was thrown';
  }
}
