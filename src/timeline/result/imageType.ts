import type { ImageType } from '../../protocol/result.ts';

const TEXT_HEAD = 4096;

/** First bytes by which an image is known; `undefined` stands for any byte. */
const SIGNATURES: readonly (readonly [ImageType, readonly (number | undefined)[]])[] = [
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/gif', [...ascii('GIF87a')]],
  ['image/gif', [...ascii('GIF89a')]],
  ['image/webp', [...ascii('RIFF'), undefined, undefined, undefined, undefined, ...ascii('WEBP')]],
];

/** An `<svg>` element after what may stand before it: a declaration, a document type, comments. */
const SVG =
  /^\ufeff?\s*(?:<\?xml[^>]{0,500}\?>\s*)?(?:<!--(?:(?!-->)[^]){0,2000}-->\s*)*(?:<!DOCTYPE svg[^>]{0,500}>\s*)?<svg[\s>]/i;

const DATA_URL = /^data:image\/(?:png|jpe?g|gif|webp|svg\+xml)(?:;[\w.=-]{1,60})*?(;base64)?,/i;

/** The type of an image by its content; `undefined` if it is none that a page shows. */
export function imageTypeOf(bytes: Uint8Array): ImageType | undefined {
  const found = SIGNATURES.find(([, signature]) =>
    signature.every((byte, i) => byte === undefined || byte === bytes[i]),
  );
  if (found) return found[0];
  const head = new TextDecoder().decode(bytes.subarray(0, TEXT_HEAD));
  return SVG.test(head) ? 'image/svg+xml' : undefined;
}

/** The bytes of a text that is an image: an SVG document, or a `data:` URL of one; else `undefined`. */
export function imageBytesOf(text: string, limit: number): Uint8Array | undefined {
  if (text.length > limit * 2) return undefined;
  if (SVG.test(text.slice(0, TEXT_HEAD))) return new TextEncoder().encode(text);
  const [head, base64] = DATA_URL.exec(text) ?? [];
  if (head === undefined) return undefined;
  const content = text.slice(head.length).trim();
  if (base64 !== undefined) return new Uint8Array(Buffer.from(content, 'base64'));
  try {
    return new TextEncoder().encode(decodeURIComponent(content));
  } catch {
    return undefined;
  }
}

function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
