import type { ShownValue } from '../../../src/protocol/result.ts';
import { element, setText } from '../../ui/dom.ts';
import type { Language } from '../../view.ts';

/**
 * An image, through a `data:` URL: as an image even an SVG runs nothing and loads nothing.
 */
export function imageView({ type, bytes }: NonNullable<ShownValue['image']>, { text, formats }: Language): HTMLElement {
  const picture = element('img', { class: 'result-image', alt: text('imageOf', type) });
  const caption = element('figcaption', { class: 'note' }, `${type} · ${formats.size(bytes.length)}`);
  picture.addEventListener('load', () => {
    const { naturalWidth, naturalHeight } = picture;
    setText(caption, `${naturalWidth} × ${naturalHeight} · ${type} · ${formats.size(bytes.length)}`);
  });
  picture.addEventListener('error', () => setText(caption, text('imageBroken')));
  const reader = new FileReader();
  reader.addEventListener('load', () => {
    if (typeof reader.result === 'string') picture.src = reader.result;
  });
  reader.readAsDataURL(new Blob([bytes.slice()], { type }));
  return element('figure', { class: 'image-view' }, element('div', { class: 'image-ground' }, picture), caption);
}
