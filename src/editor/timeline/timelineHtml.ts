import { randomBytes } from 'node:crypto';

export interface TimelineResources {
  /** `webview.cspSource`. */
  readonly cspSource: string;
  /** Addresses of the bundle, by `asWebviewUri`. */
  readonly script: string;
  readonly style: string;
  /** Language of the texts, BCP 47. */
  readonly language: string;
}

/**
 * The page of a timeline. It holds no data: everything comes by message. Only the script of the bundle runs, and nothing
 * is fetched but that, its style and its font.
 */
export function timelineHtml({ cspSource, script, style, language }: TimelineResources): string {
  const nonce = randomBytes(18).toString('base64');
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource} 'nonce-${nonce}'`,
    `font-src ${cspSource}`,
    `img-src data:`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${attribute(language)}">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${attribute(policy)}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <link rel="stylesheet" href="${attribute(style)}" nonce="${nonce}" id="vscode-codicon-stylesheet" />
    <title>Dispatch Timeline</title>
  </head>
  <body>
    <script type="module" nonce="${nonce}" src="${attribute(script)}"></script>
  </body>
</html>
`;
}

function attribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
