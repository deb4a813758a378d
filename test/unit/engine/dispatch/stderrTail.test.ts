import { describe, expect, it } from 'vitest';
import { StderrTail } from '../../../../src/engine/dispatch/stderrTail.ts';

function tailOf(...pieces: readonly string[]): StderrTail {
  const tail = new StderrTail();
  for (const piece of pieces) tail.push(Buffer.from(piece));
  return tail;
}

describe('the end of stderr', () => {
  it.each([
    ['[FATAL tini (8)] ', 'exec /bin/sh failed: Exec format error\n'],
    ['exec /bin/sh: exec format error\n'],
    ['standard_init_linux.go:228: exec user process caused: exec format error\n'],
  ])('tells a program for another processor by %j', (...pieces) => {
    expect(tailOf(...pieces).isForeignProgram).toBe(true);
  });

  it('is no such thing where the inmate has said more, or something else', () => {
    expect(tailOf('').isForeignProgram).toBe(false);
    expect(tailOf('sh: cannot run it\n').isForeignProgram).toBe(false);
    expect(tailOf('warning: '.repeat(100), 'exec format error\n').isForeignProgram).toBe(false);
  });

  it('tells V8’s abort at its heap limit', () => {
    expect(tailOf('x'.repeat(20_000), 'FATAL ERROR: JavaScript heap', ' out of memory').heapExhausted).toBe(true);
    expect(tailOf('out of memory').heapExhausted).toBe(false);
  });
});
