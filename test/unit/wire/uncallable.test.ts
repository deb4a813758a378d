import { expect, it } from 'vitest';
import { isCallableName, whyUncallable } from '../../../src/wire/uncallable.ts';

it.each(['default', 'then', '__proto__', '__esModule', 'module.exports'])(
  '%s is never called, for a reason',
  (name) => {
    expect(isCallableName(name)).toBe(false);
    expect(whyUncallable(name)).toMatch(/^(a|the) \w+/);
  },
);

it.each(['constructor', 'toString', 'hasOwnProperty', 'prototype', 'valueOf', 'spawn', 'a b', ''])(
  '%j is a name like others',
  (name) => {
    expect(isCallableName(name)).toBe(true);
    expect(whyUncallable(name)).toBeUndefined();
  },
);
