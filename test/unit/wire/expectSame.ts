import { deepStrictEqual } from 'node:assert';

/**
 * Node's own equality for decoded values: it tells -0 from 0 within a `Map` too, looks at prototypes, and takes a member
 * named `constructor` for one like any other.
 */
export function expectSame(found: unknown, expected: unknown): void {
  deepStrictEqual(found, expected);
}
