import type { Target } from './target.ts';

/**
 * A flaw that chance alone would not find in years, to prove that the fuzzer sees what runs: four bytes in a row, each
 * looked at only where the one before is right.
 */
export const planted: Target = {
  name: 'planted',
  source: /planted\.ts/,
  generate: (_seed, count) => Array.from({ length: count }, () => new Uint8Array(8)),
  run: ([first, second, third, fourth]) => {
    let right = 0;
    if (first === 0x46) {
      right++;
      if (second === 0x55) {
        right++;
        if (third === 0x5a) {
          right++;
          if (fourth === 0x5b) right++;
        }
      }
    }
    if (right === 4) throw new Error('the planted flaw');
  },
};
