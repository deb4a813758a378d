import { shownOf } from '../../../src/protocol/value/cut.ts';
import { visibleLine, visibleLines } from '../text/visibleText.ts';

/** A raise, as it is shown. */
export interface Raise {
  /** Class and message, which may have several lines. */
  readonly title: string;
  /** The class, on one line; the message as it is, with its line breaks. */
  readonly className: string;
  readonly message: string;
  /** Its other members, as JSON on one line; empty if there are none. */
  readonly details: string;
  readonly backtrace: readonly string[];
  /** The errors that it aggregates, then its cause. */
  readonly inner: readonly InnerRaise[];
}

export interface InnerRaise {
  readonly raise: Raise;
  /** Its position among the errors, and their number; `undefined` for a cause. */
  readonly place: readonly [number: number, of: number] | undefined;
}

/** Raises that are shown in total, and characters of the details of each. */
const MAX_RAISES = 12;
const MAX_DETAILS = 2000;

/** Reads the value of a raise, which may have any content. */
export function readRaise(json: unknown): Raise {
  return readWithin(json, { raises: MAX_RAISES });
}

function readWithin(json: unknown, left: { raises: number }): Raise {
  left.raises--;
  const whole = shownOf(json);
  const members = new Map<string, unknown>(
    isObject(whole) ? Object.entries(whole).map(([key, value]) => [key, shownOf(value)]) : [],
  );
  const lines = members.get('backtrace');
  const errors = members.get('errors');
  const [name, message] = [members.get('class'), members.get('message')];
  const inner: InnerRaise[] = [];
  const add = (error: unknown, place: InnerRaise['place']): void => {
    if (isObject(shownOf(error)) && left.raises > 0) inner.push({ raise: readWithin(error, left), place });
  };
  if (Array.isArray(errors)) for (const [i, error] of errors.entries()) add(error, [i + 1, errors.length]);
  add(members.get('cause'), undefined);
  return {
    title: [name, message].filter(isText).map(visibleLines).join(': '),
    className: isText(name) ? visibleLine(name) : '',
    message: isText(message) ? message : '',
    details: detailsText(members.get('details')),
    backtrace: Array.isArray(lines) ? lines.map(shownOf).filter(isText) : [],
    inner,
  };
}

function detailsText(details: unknown): string {
  if (!isObject(details)) return '';
  const text = JSON.stringify(details);
  return visibleLine(text.length > MAX_DETAILS ? `${text.slice(0, MAX_DETAILS)}…` : text);
}

function isObject(json: unknown): json is object {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

function isText(json: unknown): json is string {
  return typeof json === 'string';
}
