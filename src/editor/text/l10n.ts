import { fillHoles } from '../../text/fillHoles.ts';

type Argument = string | number | boolean;
type Translator = (message: string, ...args: Argument[]) => string;

let translator: Translator = (message, ...args) => fillHoles(message, args);

/** Hands over the editor's own translation; until then texts are English. Each bundle has a copy of this module. */
export function setTranslator(translate: Translator): void {
  translator = translate;
}

/** As `vscode.l10n`, for modules that know nothing of `vscode` too. A test holds `l10n/bundle.l10n.json` to its calls. */
export const l10n = {
  /** @param message English; `{0}`, `{1}` … stand for the arguments */
  t: (message: string, ...args: Argument[]): string => translator(message, ...args),
};
