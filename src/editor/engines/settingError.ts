import type { SettingProblem } from '../settings/scopedValue.ts';
import { STEPS } from '../steps/nextStep.ts';
import { l10n } from '../text/l10n.ts';
import { UserError } from '../text/userError.ts';

/** A setting is invalid. */
export class SettingError extends UserError {
  override name = 'SettingError';

  constructor({ setting, message, by }: Omit<SettingProblem, 'by'> & Partial<SettingProblem>) {
    super(l10n.t('The setting {0} {1}', setting, message), [STEPS.setting(setting, l10n.t('Open Setting'), by)]);
  }
}
