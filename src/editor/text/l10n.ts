import { fillHoles } from '../../text/fillHoles.ts';

type Argument = string | number | boolean;
type Translator = (message: string, ...args: Argument[]) => string;

let translator: Translator = (message, ...args) => fillHoles(message, args);

/** Sets the editor's translation; before that texts are English. Each bundle has its own copy of this module. */
export function setTranslator(translate: Translator): void {
  translator = translate;
}

/** Like `vscode.l10n`, but works without `vscode`. A test checks `l10n/bundle.l10n.json` against its calls. */
export const l10n = {
  /** @param message English; `{0}`, `{1}` … stand for the arguments */
  t: (message: string, ...args: Argument[]): string => translator(message, ...args),
};
