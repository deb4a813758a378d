import { l10n } from '../../text/l10n.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Made at the first date: it takes time, and one for each row of thousands takes too much. */
let dates: Intl.DateTimeFormat | undefined;

/** How long ago something began, in words; of another day than today, the day. */
export function ageText(startedAt: string, now: number): string {
  const began = Date.parse(startedAt);
  const age = now - began;
  if (age < MINUTE) return l10n.t('just now');
  if (age < HOUR) return l10n.t('{0} min ago', Math.floor(age / MINUTE));
  const days = daysBetween(began, now);
  if (days === 0) return l10n.t('{0} h ago', Math.floor(age / HOUR));
  return dayText(startedAt, now).toLocaleLowerCase();
}

/** The day on which something began: `Today`, `Yesterday`, else its date. */
export function dayText(startedAt: string, now: number): string {
  const began = Date.parse(startedAt);
  const days = daysBetween(began, now);
  if (days <= 0) return l10n.t('Today');
  return days === 1 ? l10n.t('Yesterday') : (dates ??= new Intl.DateTimeFormat()).format(began);
}

/** Midnights between two times, by the local clock. */
function daysBetween(from: number, to: number): number {
  // A day in which clocks are changed has other than 24 hours.
  return Math.round((midnightOf(to) - midnightOf(from)) / (24 * HOUR));
}

/** When the day of a time began. */
export function midnightOf(time: number): number {
  return new Date(time).setHours(0, 0, 0, 0);
}
