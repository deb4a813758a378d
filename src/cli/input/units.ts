import { UsageError } from '../../engine/index.ts';

const MILLISECONDS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
const BYTES: Readonly<Record<string, number>> = { b: 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4 };

/** The longest time that a timer of Node can wait for. */
const MAX_MILLISECONDS = 2 ** 31 - 1;

/**
 * Reads a duration such as `10s`, `500ms`, `1.5m` or `1h`.
 *
 * @param name what is read, for example `--timeout`
 * @returns whole milliseconds
 * @throws UsageError for anything else
 */
export function parseDuration(text: string, name: string): number {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text) ?? [];
  const milliseconds = Math.round(Number(number) * (MILLISECONDS[unit] ?? NaN));
  if (!(milliseconds >= 1 && milliseconds <= MAX_MILLISECONDS)) {
    throw new UsageError(`${name} must be a duration such as 10s, 500ms or 2m (at most 24 days), not ${quote(text)}`);
  }
  return milliseconds;
}

/**
 * Reads a size such as `256m`, `1g`, `64k`, `1.5GiB` or plain bytes. All units are powers of 1024.
 *
 * @param name what is read, for example `--memory`
 * @returns whole bytes
 * @throws UsageError for anything else
 */
export function parseSize(text: string, name: string): number {
  const [, number, unit = 'b'] = /^(\d+(?:\.\d+)?)(?:([kmgt])(?:i?b)?|b)?$/.exec(text.toLowerCase()) ?? [];
  const bytes = Math.round(Number(number) * (BYTES[unit] ?? NaN));
  if (!(bytes >= 1 && bytes <= Number.MAX_SAFE_INTEGER)) {
    throw new UsageError(`${name} must be a size such as 256m, 1g, 64k or a number of bytes, not ${quote(text)}`);
  }
  return bytes;
}

/**
 * Reads a number such as `2` or `0.5`; the engine checks its bounds.
 *
 * @param name what is read, for example `--cpus`
 * @throws UsageError for anything else
 */
export function parseNumber(text: string, name: string): number {
  if (/^\d{1,15}(?:\.\d+)?$/.test(text)) return Number(text);
  throw new UsageError(`${name} must be a number, not ${quote(text)}`);
}

/**
 * Reads a number of things, at least 1.
 *
 * @param name what is read, for example `--keep`
 * @throws UsageError for anything else
 */
export function parseCount(text: string, name: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new UsageError(`${name} must be a whole number of at least 1, not ${quote(text)}`);
}

const AGES: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/**
 * Reads an age such as `90m`, `12h`, `7d` or `2w`.
 *
 * @param name what is read, for example `--older-than`
 * @returns whole milliseconds
 * @throws UsageError for anything else
 */
export function parseAge(text: string, name: string): number {
  const [, number, unit = ''] = /^(\d{1,9}(?:\.\d{1,9})?)([smhdw])$/.exec(text) ?? [];
  const milliseconds = Math.round(Number(number) * (AGES[unit] ?? NaN));
  if (Number.isSafeInteger(milliseconds)) return milliseconds;
  throw new UsageError(`${name} must be an age such as 90m, 12h, 7d or 2w, not ${quote(text)}`);
}

function quote(text: string): string {
  return text === '' ? 'nothing' : JSON.stringify(text);
}
