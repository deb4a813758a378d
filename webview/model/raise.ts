import { visibleLine } from './visibleText.ts';

/** A raise as people know it. */
export interface Raise {
  /** Class and message. */
  readonly title: string;
  readonly backtrace: readonly string[];
}

/** Reads the value of a raise, whatever is in it. */
export function readRaise(json: unknown): Raise {
  const members = new Map<string, unknown>(typeof json === 'object' && json !== null ? Object.entries(json) : []);
  const lines = members.get('backtrace');
  return {
    title: [members.get('class'), members.get('message')].filter(isText).map(visibleLine).join(': '),
    backtrace: Array.isArray(lines) ? lines.filter(isText) : [],
  };
}

function isText(json: unknown): json is string {
  return typeof json === 'string';
}
