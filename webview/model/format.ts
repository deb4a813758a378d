import type { TimeMs } from './time/viewport.ts';

/** Formats numbers for people. */
export interface Formats {
  readonly count: (value: number) => string;
  /** In milliseconds, exact to the microsecond, without the unit: `1,234.567`. */
  readonly milliseconds: (time: TimeMs) => string;
  /** With a suitable unit: `812 µs`, `12.4 ms`, `3.2 s`, `2 min 5 s`. */
  readonly duration: (time: TimeMs) => string;
  /** A time on the axis, as exact as its step needs. */
  readonly tick: (time: TimeMs, step: TimeMs) => string;
  /** `17 B`, `4.2 KiB`. */
  readonly size: (bytes: number) => string;
}

const UNITS = ['KiB', 'MiB', 'GiB', 'TiB'];

/** @param language a BCP 47 tag; an invalid one counts as English */
export function formatsFor(language: string): Formats {
  const locale = supported(language);
  const number = (least: number, most: number) =>
    new Intl.NumberFormat(locale, { minimumFractionDigits: least, maximumFractionDigits: most });
  const whole = number(0, 0);
  const oneDigit = number(0, 1);
  const micro = number(3, 3);
  const exact = Array.from({ length: 7 }, (_, digits) => number(digits, digits));
  const duration = (time: TimeMs) => {
    const size = Math.abs(time);
    if (size < 0.9995) return `${whole.format(time * 1000)} µs`;
    if (size < 999.95) return `${oneDigit.format(time)} ms`;
    if (size < 99_950) return `${oneDigit.format(time / 1000)} s`;
    const seconds = Math.round(size / 1000);
    return `${time < 0 ? '-' : ''}${whole.format(Math.floor(seconds / 60))} min ${seconds % 60} s`;
  };
  const tick = (time: TimeMs, step: TimeMs) => {
    const [unit, name] = step >= 1000 ? [1000, 's'] : [1, 'ms'];
    const digits = Math.min(6, Math.max(0, Math.ceil(-Math.log10(step / unit) - 1e-9)));
    return `${exact[digits]?.format(time / unit) ?? ''} ${name}`;
  };
  const size = (bytes: number) => {
    let [value, unit] = [bytes, 'B'];
    for (const larger of UNITS) {
      if (value < 1023.95) break;
      [value, unit] = [value / 1024, larger];
    }
    return `${oneDigit.format(value)} ${unit}`;
  };
  return {
    count: (value) => whole.format(value),
    milliseconds: (time) => micro.format(time),
    duration,
    tick,
    size,
  };
}

function supported(language: string): string {
  try {
    return Intl.NumberFormat.supportedLocalesOf(language)[0] ?? 'en';
  } catch {
    return 'en';
  }
}
