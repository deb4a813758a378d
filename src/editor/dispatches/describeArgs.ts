import type { DispatchMeta } from '../../engine/index.ts';
import { previewValue } from '../../text/previewValue.ts';
import { clip } from '../../text/words.ts';

const MAX_ARGS = 200;

/** The arguments of a dispatch in one line; not yet escaped. */
export function describeArgs({ args }: Pick<DispatchMeta, 'args'>): string {
  if (args === null) return '…';
  return clip(args.map((value) => previewValue(value, MAX_ARGS)).join(', '), MAX_ARGS);
}
