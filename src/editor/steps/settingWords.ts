import { SETTINGS, type SettingId } from '../contributions.ts';
import { l10n } from '../text/l10n.ts';

/** How the engine names what a user of the editor knows as a setting: by options of the library and of the command. */
const NAMES: readonly (readonly [said: RegExp, setting: SettingId])[] = [
  [/\bhost option\b/, SETTINGS.host],
  [/(?<=context "[^"]{0,200}" \()option(?=\))/, SETTINGS.context],
  [/--base-image \(option baseImage\)/, SETTINGS.baseImage],
  [/\bcontextFiles \(--context-files\)/, SETTINGS.contextFiles],
  [/\bcontextBytes \(--context-bytes\)/, SETTINGS.contextSize],
  [/(?<=\()--platform(?=\))/, SETTINGS.platform],
  [/--secret id=\S+ \(option buildSecrets\)/, SETTINGS.buildSecrets],
];

/** A message of the engine in the words of the editor, and the first setting that it is about. */
export function inSettingWords(message: string): { readonly message: string; readonly setting: SettingId | undefined } {
  let text = message;
  let first: SettingId | undefined;
  for (const [said, setting] of NAMES) {
    if (!said.test(text)) continue;
    text = text.replace(said, l10n.t('the setting {0}', setting));
    first ??= setting;
  }
  return { message: text, setting: first };
}
