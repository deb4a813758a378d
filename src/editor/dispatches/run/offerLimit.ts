import type { Outcome } from '../../../engine/index.ts';
import { notify } from '../../app/notify.ts';
import { loadEditorParts } from '../../loadEditorParts.ts';
import { l10n } from '../../text/l10n.ts';
import { outcomeText } from '../../text/outcomeText.ts';
import type { RunRequest } from './dispatchRunner.ts';
import { limitOfOutcome } from './limitOfOutcome.ts';

/** After a dispatch that a limit ended, offers the setting of it; the words have its present value. */
export async function offerLimit({ inmateDir, method }: RunRequest, outcome: Outcome): Promise<void> {
  const setting = limitOfOutcome(outcome);
  if (setting === undefined) return;
  const change = l10n.t('Change Limit');
  const chosen = await notify.info(l10n.t('{0}: {1}', method, outcomeText(outcome)), change);
  if (chosen !== change) return;
  const { openSetting } = await loadEditorParts();
  await openSetting(setting, inmateDir);
}
