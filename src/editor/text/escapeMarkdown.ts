import { escapeText } from '../../text/escape.ts';

/** Escapes text for one line of Markdown: it has no link, no icon and no other form of its own there. */
export function escapeMarkdown(text: string): string {
  return escapeText(text).replace(/[!-/:-@[-`{-~]/g, String.raw`\$&`);
}
