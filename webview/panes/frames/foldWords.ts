import type { Housekeeping } from '../../../src/protocol/call.ts';
import type { Language } from '../../view.ts';

/** `9 steps before the call · 0.2 s` */
export function foldWords({ side, from, to, duration }: Housekeeping, { text, formats }: Language): string {
  const time = formats.duration(duration);
  if (to - from === 1) return text(side === 'before' ? 'stepBefore' : 'stepAfter', time);
  return text(side === 'before' ? 'stepsBefore' : 'stepsAfter', formats.count(to - from), time);
}
