const DAY =
  '(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|02-(?:0[1-9]|1\\d|2[0-8]))';
const LEAP = '(?:\\d\\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29';
const TIME = '(?:[01]\\d|2[0-3]):[0-5]\\d(?::[0-5]\\d(?:\\.\\d{1,3})?)?';
const ZONE = '(?:Z|[+-](?:[01]\\d|2[0-3]):[0-5]\\d)';

/**
 * A day that there is, alone (then its beginning, UTC) or with time and zone: without a zone a time would mean something
 * else on every machine.
 */
export const ISO_DATE_PATTERN = `^(?:\\d{4}-${DAY}|${LEAP})(?:T${TIME}${ZONE})?$`;

const ISO_DATE = new RegExp(ISO_DATE_PATTERN);

/** The date that a text stands for where a date is wanted; `undefined` where it is none. */
export function readIsoDate(text: string): Date | undefined {
  return ISO_DATE.test(text) ? new Date(text) : undefined;
}
