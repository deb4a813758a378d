import * as vscode from 'vscode';
import type { InmateMethod } from '../../engine/index.ts';
import { escapeText } from '../../text/escape.ts';
import type { EngineParts } from '../loadEngineParts.ts';
import { l10n } from '../text/l10n.ts';
import type { ArgumentChoice } from '../dispatches/argumentChoice.ts';

/** A question with all that is shown of it. */
export interface AskedQuestion {
  readonly method: Pick<InmateMethod, 'name' | 'parameters'>;
  readonly question: NonNullable<ReturnType<EngineParts['nextQuestion']>>;
  /** What was answered before. */
  readonly initial: ArgumentChoice | undefined;
  readonly hasBack: boolean;
  /** Whether the call can be made with what is known. */
  readonly canEnd: boolean;
  /** Folder of the inmate. */
  readonly folder: vscode.Uri;
}

export type ArgumentAnswer =
  | { readonly kind: 'chosen'; readonly choice: ArgumentChoice }
  /** This one and all behind it are left out. */
  | { readonly kind: 'end' }
  | { readonly kind: 'back' }
  | { readonly kind: 'file' }
  /** The rest is written in a document. */
  | { readonly kind: 'document' };

/** A button of a question, and the answer that it is. */
export interface QuestionButton {
  readonly button: vscode.QuickInputButton;
  readonly answer: ArgumentAnswer;
}

export function titleOf({ method, question }: AskedQuestion): string {
  const { parameter, index } = question;
  if (!parameter.rest) return escapeText(l10n.t('{0}: argument {1}', method.name, parameter.name));
  const number = index - method.parameters.length + 2;
  return escapeText(l10n.t('{0}: argument {1}, number {2}', method.name, parameter.name, number));
}

/** @param takesFile whether a file can be taken */
export function buttonsOf({ hasBack, canEnd }: AskedQuestion, takesFile: boolean): readonly QuestionButton[] {
  const icon = (id: string, tooltip: string): vscode.QuickInputButton => ({
    iconPath: new vscode.ThemeIcon(id),
    tooltip,
  });
  return [
    ...(hasBack ? [{ button: vscode.QuickInputButtons.Back, answer: { kind: 'back' } as const }] : []),
    ...(takesFile
      ? [{ button: icon('file', l10n.t('Take the bytes of a file…')), answer: { kind: 'file' } as const }]
      : []),
    { button: icon('json', l10n.t('Write the arguments in a document')), answer: { kind: 'document' } },
    ...(canEnd ? [{ button: icon('play', l10n.t('Run with what is given')), answer: { kind: 'end' } as const }] : []),
  ];
}
