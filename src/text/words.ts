/** Cuts text to a length, and adds how much is hidden. */
export function shorten(text: string, max: number): string {
  if (text.length <= max) return text;
  // Not between the halves of a surrogate pair.
  const end = /[\uD800-\uDBFF]/.test(text.charAt(max - 1)) ? max - 1 : max;
  return `${text.slice(0, end)}… +${plural(text.length - end, 'character')}`;
}

/** `1 item`, `2,000 items`, `2 entries`. */
export function plural(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${count === 1 ? noun : pluralOf(noun)}`;
}

function pluralOf(noun: string): string {
  if (noun.endsWith('y')) return `${noun.slice(0, -1)}ies`;
  return noun.endsWith('ch') ? `${noun}es` : `${noun}s`;
}

const UNITS = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];

/** A readable size: `1,023 bytes`, `1.5 MiB`. */
export function formatSize(bytes: number): string {
  if (bytes === 1) return '1 byte';
  let unit = 0;
  let number = bytes;
  for (; number >= 1024 && unit < UNITS.length - 1; unit++) number /= 1024;
  return `${number.toLocaleString('en', { maximumFractionDigits: 1 })} ${UNITS[unit] ?? ''}`;
}

/** Cuts text to a length, and marks the cut with `…`. */
export function clip(text: string, max: number): string {
  if (text.length <= max) return text;
  // Not between the halves of a surrogate pair.
  const end = /[\uD800-\uDBFF]/.test(text.charAt(max - 2)) ? max - 2 : max - 1;
  return `${text.slice(0, end)}…`;
}

/** Cuts text to a length in its middle, and marks the cut with `…`: how it ends may be what tells it from another. */
export function shortenMiddle(text: string, max: number): string {
  const characters = Array.from(text);
  if (characters.length <= max) return text;
  const head = Math.ceil((max - 1) / 2);
  return `${characters.slice(0, head).join('')}…${characters.slice(characters.length - (max - 1 - head)).join('')}`;
}

/** A readable duration, to three digits: `0.42 ms`, `12.4 ms`, `1.25 s`, `1 min`, `2 min 5 s`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 999.5) return `${Number(milliseconds.toPrecision(3))} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 59.95) return `${Number(seconds.toPrecision(3))} s`;
  const whole = Math.round(seconds);
  const minutes = `${Math.floor(whole / 60).toLocaleString('en')} min`;
  return whole % 60 === 0 ? minutes : `${minutes} ${whole % 60} s`;
}
