import { messageOf } from '../../wire/thrown.ts';
import { loadEngineParts } from '../loadEngineParts.ts';
import { KINDS } from '../settings/engineKind.ts';
import { engineSettings } from '../settings/settings.ts';
import { STEPS } from '../steps/nextStep.ts';
import { l10n } from '../text/l10n.ts';
import type { StoreItem } from './imageItems.ts';
import { openStore } from './openStore.ts';

/** What the view *Images* begins with: what there is, or why it is not known. */
export async function readStore(): Promise<StoreItem[]> {
  try {
    const { store, docker } = await openStore();
    if (!KINDS[engineSettings(undefined).options.engine].hasImages) {
      return [problem(l10n.t('The process engine needs no image.'), STEPS.selectEngine())];
    }
    const { images, containers } = await store.read(docker);
    return [
      { kind: 'containers', containers },
      { kind: 'images', images },
    ];
  } catch (error) {
    const { inSettingWords, stepsOfError } = await loadEngineParts();
    const steps = stepsOfError(error, { inmateDir: undefined, platform: process.platform });
    return [
      problem(
        inSettingWords(messageOf(error)).message,
        steps.find(({ kind }) => kind === 'command' || kind === 'setting'),
      ),
    ];
  }
}

function problem(message: string, step: Extract<StoreItem, { kind: 'problem' }>['step']): StoreItem {
  return { kind: 'problem', message, step };
}
