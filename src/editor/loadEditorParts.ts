import { messageOf } from '../wire/thrown.ts';
import { STEPS } from './steps/nextStep.ts';
import { l10n } from './text/l10n.ts';
import { UserError } from './text/userError.ts';

const load = async () => import('./editorParts.ts');

/** The module of `editorParts.ts`; by its loading, as a type of it would be a circle of imports. */
export type EditorParts = Awaited<ReturnType<typeof load>>;

let loading: Promise<EditorParts> | undefined;

/**
 * Loads what is needed on first use only and knows the editor, once.
 *
 * @throws UserError where it is gone, as when the extension was updated under a window
 */
export async function loadEditorParts(): Promise<EditorParts> {
  try {
    return await (loading ??= load());
  } catch (error) {
    loading = undefined;
    const [reason = ''] = messageOf(error).split('\n');
    const message = l10n.t('A part of the extension cannot be loaded, perhaps after an update: {0}', reason);
    throw new UserError(message, [STEPS.reload()], { cause: error });
  }
}
