import { escapeText } from '../../text/escape.ts';

/**
 * Escapes text for a notification or the line below an input box. The editor turns `[text](address)` into a link there,
 * even to a command: untrusted text must not create links.
 */
export function escapeMessage(text: string): string {
  return escapeText(text).replaceAll('](', '] (');
}

/** Escapes text for a list item, a lens or the status bar, where the editor turns `$(name)` into an icon. */
export function escapeLabel(text: string): string {
  return escapeText(text).replace(/\\?\$\(/g, '\\$(');
}
