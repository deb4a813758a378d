import type { Outcome } from '../../../engine/index.ts';
import type { SettingId } from '../../contributions.ts';
import { LIMIT_SETTINGS } from '../../settings/limitSettings.ts';

/** The setting of the limit that ended a dispatch; `undefined` where none of ours did. */
export function limitOfOutcome(outcome: Outcome): SettingId | undefined {
  if (!('setting' in outcome)) return undefined;
  return LIMIT_SETTINGS.find(({ limit }) => limit === outcome.setting)?.setting;
}
