import type { SettingId } from '../contributions.ts';
import type { SettingProblem } from '../settings/scopedValue.ts';
import { l10n } from '../text/l10n.ts';
import { UserError } from '../text/userError.ts';

/** A setting is invalid. */
export class SettingError extends UserError {
  override name = 'SettingError';
  readonly setting: SettingId;

  constructor({ setting, message }: SettingProblem) {
    super(l10n.t('The setting {0} {1}', setting, message));
    this.setting = setting;
  }
}
