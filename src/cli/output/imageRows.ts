import type { ImageInfo } from '../../engine/index.ts';
import { escapeText } from '../../text/escape.ts';
import { formatSize } from '../../text/words.ts';

/** Digits of a hash that are shown. */
const SHORT = 12;

const UNITS: readonly (readonly [milliseconds: number, name: string])[] = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1000, 's'],
];

/** How long ago something was, for people, in its largest unit: `3 d ago`, `12 min ago`, `just now`. */
export function formatAge(time: Date, now = Date.now()): string {
  const age = now - time.getTime();
  const [milliseconds, name] = UNITS.find(([unit]) => age >= unit) ?? [1, ''];
  return name === '' ? 'just now' : `${Math.floor(age / milliseconds).toLocaleString('en')} ${name} ago`;
}

/** Our names of an image, or its id where it has none, each shortened to what tells it from others. */
export function shortName({ names, id }: Pick<ImageInfo, 'names' | 'id'>): string {
  const texts = names.length > 0 ? names : [id];
  return texts.map((text) => text.slice(0, text.indexOf(':') + 1 + SHORT)).join(' ');
}

/** One image as two lines for people: what it is, and what is known of it. */
export function rowsOfImage(image: ImageInfo, why?: string): string {
  const { otherNames, inmate, created, lastUsed, size, ownSize, containers } = image;
  const facts = [
    `used ${containers.length > 0 ? 'now' : formatAge(lastUsed)}`,
    `built ${formatAge(created)}`,
    `${formatSize(size)}${ownSize === null ? '' : `, of which ${formatSize(ownSize)} only here`}`,
    ...(containers.length > 0 ? [`in use by ${containers.join(', ')}`] : []),
    ...(otherNames.length > 0 ? [`also called ${otherNames.join(', ')}`] : []),
    ...(why === undefined ? [] : [why]),
  ];
  return `${escapeText(shortName(image))}  ${escapeText(inmate ?? '?')}  ${whereOf(image)}\n    ${escapeText(facts.join(' · '))}\n`;
}

function whereOf({ folder, place }: ImageInfo): string {
  if (folder === null) return '(it does not say of which folder)';
  const shown = escapeText(folder);
  if (place === 'gone') return `${shown} (gone)`;
  return place === 'elsewhere' ? `${shown} (of another machine)` : shown;
}
