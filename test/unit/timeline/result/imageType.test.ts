import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { imageBytesOf, imageTypeOf } from '../../../../src/timeline/result/imageType.ts';
import { png } from '../../../webview/support/resultSamples.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const SVG = '<svg xmlns="http://www.w3.org/2000/svg"></svg>';

describe('an image', () => {
  it('is known by its first bytes, whatever it is called', () => {
    expect(imageTypeOf(png(2, 2, [1, 2, 3]))).toBe('image/png');
    expect(imageTypeOf(new Uint8Array([0xff, 0xd8, 0xff, 0xe0]))).toBe('image/jpeg');
    expect(imageTypeOf(bytes('GIF89a...'))).toBe('image/gif');
    expect(imageTypeOf(bytes('RIFF1234WEBPVP8 '))).toBe('image/webp');
    for (const head of [
      '',
      '<?xml version="1.0"?>\n',
      '\ufeff',
      '<!-- by hand -->\n',
      '<!DOCTYPE svg PUBLIC "x" "y">',
    ]) {
      expect(imageTypeOf(bytes(head + SVG))).toBe('image/svg+xml');
    }
    expect(imageTypeOf(bytes('RIFF1234WAVE'))).toBeUndefined();
    expect(imageTypeOf(bytes('<html><svg></svg></html>'))).toBeUndefined();
    expect(imageTypeOf(new Uint8Array(0))).toBeUndefined();
  });

  it('may be in a text: an SVG, or a data: URL, which is believed in its bytes only', () => {
    expect(imageBytesOf(SVG, 1000)).toEqual(bytes(SVG));
    const picture = png(1, 1, [0, 0, 0]);
    const url = `data:image/gif;base64,${Buffer.from(picture).toString('base64')}`;
    expect(imageBytesOf(url, 1000)).toEqual(picture);
    expect(imageBytesOf(`data:image/svg+xml,${encodeURIComponent(SVG)}`, 1000)).toEqual(bytes(SVG));
    expect(imageBytesOf('data:image/svg+xml,%', 1000)).toBeUndefined();
    expect(imageBytesOf('data:text/html,<script>', 1000)).toBeUndefined();
    expect(imageBytesOf('just text', 1000)).toBeUndefined();
    expect(imageBytesOf(SVG.padEnd(3000), 1000)).toBeUndefined();
  });

  it('is looked for in anything, in time that does not grow', () => {
    fc.assert(fc.property(fc.uint8Array(), (any) => void imageTypeOf(any)));
    for (const hostile of ['<!--'.repeat(100_000), '<?xml '.repeat(100_000), ' '.repeat(1_000_000)]) {
      expect(imageBytesOf(hostile, 10_000_000)).toBeUndefined();
    }
  });
});
