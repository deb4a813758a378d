import { describe, expect, it } from 'vitest';
import { startFor } from '../../../webview/find/markedText.ts';

describe('the preview of a row', () => {
  it('begins at its beginning as long as the match is in sight', () => {
    expect(startFor('x'.repeat(200), [10, 20], 80)).toBe(0);
    expect(startFor('x'.repeat(200), [70, 78], 80)).toBe(0);
  });

  it('has the match in its middle if that would be out of sight', () => {
    expect(startFor('x'.repeat(400), [300, 310], 80)).toBe(265);
    expect(startFor('x'.repeat(400), [100, 300], 80)).toBe(96);
  });

  it('never begins within a character', () => {
    expect(startFor('👍'.repeat(100), [121, 122], 41)).toBe(102);
  });
});
