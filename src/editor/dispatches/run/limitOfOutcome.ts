import type { Outcome } from '../../../engine/index.ts';
import { SETTINGS, type SettingId } from '../../contributions.ts';
import { LIMIT_SETTINGS } from '../../settings/limitSettings.ts';

/** The setting of the limit that ended a dispatch; `undefined` where none of ours did. */
export function limitOfOutcome(outcome: Outcome): SettingId | undefined {
  // The entrypoint holds this limit, as an exception. The inmate may say the same: it leads to a setting, no more.
  if (outcome.outcome === 'raised') return isTooDeep(outcome) ? SETTINGS.valueDepth : undefined;
  if (!('setting' in outcome)) return undefined;
  return LIMIT_SETTINGS.find(({ limit }) => limit === outcome.setting)?.setting;
}

function isTooDeep({ class: name, message }: { readonly class: string; readonly message: string }): boolean {
  return name === 'UnencodableValueError' && message.includes('(limit valueDepth)');
}
