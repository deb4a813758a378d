import { escapeText } from '../../text/escape.ts';

/**
 * Makes text fit for a notification or the line below an input box. The editor makes links of `[text](address)` there,
 * those of commands included: text from outside must not get any.
 */
export function escapeMessage(text: string): string {
  return escapeText(text).replaceAll('](', '] (');
}

/** Makes text fit for an item of a list, a lens or the status bar, where the editor makes icons of `$(name)`. */
export function escapeLabel(text: string): string {
  return escapeText(text).replace(/\\?\$\(/g, '\\$(');
}
