import type { Dispatch } from '../../../engine/index.ts';
import { formatDuration } from '../../../text/words.ts';
import { l10n } from '../../text/l10n.ts';

/** How far a dispatch under way is. */
export interface RunStage {
  readonly name: 'building' | 'running';
  /** By `Date.now()`. */
  readonly since: number;
}

/** Limits of up to so many milliseconds are told in seconds, as the setting has them. */
const IN_SECONDS = 120_000;

/**
 * Tells each stage that a dispatch comes to after its first one, which is `running`, and the name of its container. It
 * looks at the lifecycle up to the start of the container, and at nothing that an inmate writes.
 */
export async function followStages(
  dispatch: Pick<Dispatch, 'events'>,
  enter: (stage: RunStage['name']) => void,
  isIn: (container: string) => void,
): Promise<void> {
  for await (const { type, value } of dispatch.events()) {
    if (type !== 'lifecycle') return;
    // Made for it, or one that had waited.
    if ((value.event === 'create' || value.event === 'started') && value.container !== undefined) isIn(value.container);
    if (value.event === 'started') return;
    if (value.event === 'build') enter('building');
    else if (value.event === 'built') enter('running');
  }
}

/**
 * How far it is, in words: `running · 6.2 s of 60 s`. A build has no part in the limit.
 *
 * @param limit milliseconds; `undefined` where there is none
 */
export function stageText({ name, since }: RunStage, limit: number | undefined, now = Date.now()): string {
  const elapsed = Math.max(0, now - since);
  if (name === 'building') return l10n.t('building · {0}', elapsedText(elapsed, true));
  if (limit === undefined) return l10n.t('running · {0}', elapsedText(elapsed, true));
  const inSeconds = limit <= IN_SECONDS;
  const whole = inSeconds ? `${Number((limit / 1000).toPrecision(3))} s` : formatDuration(limit);
  return l10n.t('running · {0} of {1}', elapsedText(elapsed, inSeconds), whole);
}

/** Of steady width while it counts: tenths of a second, beyond a minute whole seconds. */
function elapsedText(milliseconds: number, inSeconds: boolean): string {
  if (inSeconds || milliseconds < 60_000) return `${(Math.floor(milliseconds / 100) / 10).toFixed(1)} s`;
  return formatDuration(Math.floor(milliseconds / 1000) * 1000);
}
