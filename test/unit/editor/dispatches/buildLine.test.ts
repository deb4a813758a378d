import { describe, expect, it } from 'vitest';
import { buildLine } from '../../../../src/editor/dispatches/run/buildLine.ts';

describe('the line that tells what a build is at', () => {
  it('is its step, else its last line that says something', () => {
    expect(buildLine('Step 2/9 : COPY . .\n ---> Running in 8a0b695c6322\n')).toBe('Step 2/9 : COPY . .');
    expect(buildLine('\u001b[1madded 3 packages\u001b[0m\n\n  in 2 s \r\n')).toBe('in 2 s');
  });

  it.each([
    '',
    ' \n',
    ' ---> Running in 8a0b695c6322\n',
    ' ---> 5d277564825f\n',
    'Removing intermediate container 8a0b695c6322\n ---> 5d277564825f\n',
  ])('is none where the builder speaks of its own containers: %j', (text) => {
    expect(buildLine(text)).toBeUndefined();
  });
});
