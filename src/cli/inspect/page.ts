import { randomBytes } from 'node:crypto';

/** A page with the policy that must be sent with it. */
export interface Page {
  readonly html: string;
  readonly policy: string;
}

/**
 * The page of a timeline in a browser. It holds no data: everything comes over the WebSocket beside it. Only the script
 * of the bundle runs, and nothing is fetched but that, its styles and its font.
 */
export function timelinePage(): Page {
  const nonce = randomBytes(18).toString('base64');
  return { html: htmlWith(nonce), policy: policyWith(nonce) };
}

function policyWith(nonce: string): string {
  return [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    `font-src 'self'`,
    `img-src data:`,
    `connect-src 'self'`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-ancestors 'none'`,
  ].join('; ');
}

function htmlWith(nonce: string): string {
  return `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <link rel="stylesheet" href="browser.css" nonce="${nonce}" />
    <link rel="stylesheet" href="timeline.css" nonce="${nonce}" id="vscode-codicon-stylesheet" />
    <title>Hoosegow</title>
  </head>
  <body>
    <script type="module" nonce="${nonce}" src="timeline.js"></script>
  </body>
</html>
`;
}
