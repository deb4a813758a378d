import { describe, expect, it } from 'vitest';
import { previewStart } from '../../../../webview/model/list/previewStart.ts';

describe('the preview of a row', () => {
  it('begins at its beginning as long as the match is in sight', () => {
    expect(previewStart('x'.repeat(200), [10, 20], 80)).toBe(0);
    expect(previewStart('x'.repeat(200), [70, 78], 80)).toBe(0);
  });

  it('has the match in its middle if that would be out of sight', () => {
    expect(previewStart('x'.repeat(400), [300, 310], 80)).toBe(265);
    expect(previewStart('x'.repeat(400), [100, 300], 80)).toBe(96);
  });

  it('never begins within a character', () => {
    expect(previewStart('👍'.repeat(100), [121, 122], 41)).toBe(102);
  });
});
