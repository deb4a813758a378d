import { randomBytes } from 'node:crypto';
import { escapeHtml } from './export/escapeHtml.ts';

/** What differs between the pages of a timeline. */
export interface PageParts {
  /** Language of the texts, BCP 47. */
  readonly language: string;
  /** Where styles and fonts may come from, as a source for the policy. */
  readonly source: string;
  /** URLs of the bundle's files; the last style sheet is the one with the icons. */
  readonly styles: readonly string[];
  readonly script: string;
  /** Where the page may connect to, as a source for the policy; nowhere if missing. */
  readonly connect?: string;
  /** Whether the policy is sent as a header instead of in the page: a header can forbid frames too. */
  readonly isPolicySent?: boolean;
}

export interface Page {
  readonly html: string;
  readonly policy: string;
}

/**
 * The page of a timeline. It holds no data: everything comes by message. Only the bundle's script runs, and only that
 * script, its styles and its font are fetched.
 */
export function timelinePage(parts: PageParts): Page {
  const nonce = randomBytes(18).toString('base64');
  const policy = policyOf(parts, nonce);
  return { html: htmlOf(parts, nonce, policy), policy };
}

/** A policy that allows only what is listed. */
export function strictPolicy(allowed: readonly string[]): string {
  return [`default-src 'none'`, ...allowed, `base-uri 'none'`, `form-action 'none'`].join('; ');
}

function policyOf({ source, connect, isPolicySent = false }: PageParts, nonce: string): string {
  const policy = strictPolicy([
    `script-src 'nonce-${nonce}'`,
    `style-src ${source} 'nonce-${nonce}'`,
    `font-src ${source}`,
    `img-src data:`,
    ...(connect === undefined ? [] : [`connect-src ${connect}`]),
  ]);
  return isPolicySent ? `${policy}; frame-ancestors 'none'` : policy;
}

function htmlOf({ language, styles, script, isPolicySent = false }: PageParts, nonce: string, policy: string): string {
  const meta = `    <meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}" />\n`;
  const links = styles.map((style, i) => {
    const id = i === styles.length - 1 ? ' id="vscode-codicon-stylesheet"' : '';
    return `    <link rel="stylesheet" href="${escapeHtml(style)}" nonce="${nonce}"${id} />\n`;
  });
  return `<!DOCTYPE html>
<html lang="${escapeHtml(language)}">
  <head>
    <meta charset="utf-8" />
${isPolicySent ? '' : meta}    <meta name="viewport" content="width=device-width, initial-scale=1" />
${links.join('')}    <title>Hoosegow</title>
  </head>
  <body>
    <script type="module" nonce="${nonce}" src="${escapeHtml(script)}"></script>
  </body>
</html>
`;
}
