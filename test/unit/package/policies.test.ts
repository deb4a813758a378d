import { describe, expect, it } from 'vitest';
import { browserPage } from '../../../src/cli/inspect/browserPage.ts';
import { RecordingReader } from '../../../src/recording/recordingReader.ts';
import { exportRecording } from '../../../src/timeline/export/exportRecording.ts';
import { timelinePage, type PageParts } from '../../../src/timeline/page.ts';
import { record, RETURNED } from '../recording/recordings.ts';

/** Sources by directive. */
type Policy = ReadonlyMap<string, readonly string[]>;

function parsed(policy: string): Policy {
  const directives = policy.split(';').map((directive) => directive.trim().split(/\s+/));
  return new Map(directives.map(([name = '', ...sources]) => [name, sources]));
}

function policyIn(html: string): string {
  const escaped = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
  return escaped.replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}

async function exportedPage(): Promise<string> {
  const reader = await RecordingReader.open(record([{ outcome: RETURNED, t: 1 }]));
  let html = '';
  await exportRecording(reader, 'html', (bytes) => void (html += Buffer.from(bytes).toString()));
  return html;
}

/** As the editor gives them. */
const PARTS: PageParts = {
  language: 'en',
  source: 'https://editor.example',
  styles: ['a.css'],
  script: 'https://editor.example/a"b.js',
};
const PAGES: readonly (readonly [string, () => Promise<string>])[] = [
  ['the timeline in the editor', async () => policyIn(timelinePage(PARTS).html)],
  ['the timeline in a browser', async () => browserPage().policy],
  ['an exported page', async () => policyIn(await exportedPage())],
];

describe.each(PAGES)('the policy of %s', (_name, read) => {
  it('allows nothing but what it names, and names nothing unsafe', async () => {
    const text = await read();
    const policy = parsed(text);
    expect(policy.get('default-src')).toEqual([`'none'`]);
    expect(policy.get('base-uri')).toEqual([`'none'`]);
    expect(policy.get('form-action')).toEqual([`'none'`]);
    // Only a thread may come from what a script has made: one for a regular expression, which can be ended.
    expect(text.replace('worker-src blob:', '')).not.toMatch(/unsafe|\*|http:|wss?:|blob:|strict-dynamic/);
    for (const source of policy.get('script-src') ?? []) {
      expect(source).toMatch(/^'(?:nonce-[\w+/]{24}={0,2}|sha256-[\w+/]{43}=)'$/);
    }
  });
});

describe('the pages', () => {
  it('in the editor and in a browser differ in what is named, and hold no script and no data', () => {
    const editor = timelinePage(PARTS);
    expect(policyIn(editor.html)).toBe(editor.policy);
    expect([...parsed(editor.policy).keys()].toSorted()).toEqual([
      'base-uri',
      'default-src',
      'font-src',
      'form-action',
      'img-src',
      'script-src',
      'style-src',
    ]);
    expect(parsed(editor.policy).get('font-src')).toEqual(['https://editor.example']);
    expect(editor.html).toContain('src="https://editor.example/a&quot;b.js"');
    const browser = browserPage();
    expect(browser.html).not.toContain('http-equiv');
    expect(parsed(browser.policy).get('frame-ancestors')).toEqual([`'none'`]);
    for (const { html } of [editor, browser]) {
      expect(html.match(/<script[^>]*>[^<]*<\/script>/g)).toEqual([expect.stringContaining('></script>')]);
      expect(html.match(/ id="vscode-codicon-stylesheet"/g)).toHaveLength(1);
    }
  });

  it('have a nonce of their own each time', async () => {
    const served = [browserPage(), browserPage(), timelinePage(PARTS), timelinePage(PARTS)].map(({ policy }) => policy);
    const exported = [policyIn(await exportedPage()), policyIn(await exportedPage())];
    const nonces = [...served, ...exported].map((policy) => /'nonce-([^']+)'/.exec(policy)?.[1]);
    expect(new Set(nonces).size).toBe(6);
  });

  it('that are exported run their own scripts alone, and ask for nothing', async () => {
    const page = await exportedPage();
    const policy = parsed(policyIn(page));
    expect(Object.fromEntries(policy)).toEqual({
      'default-src': [`'none'`],
      // The page's own two, and that of the console's terminal.
      'script-src': Array.from({ length: 3 }, () => expect.stringMatching(/^'sha256-/) as unknown),
      'style-src': [expect.stringMatching(/^'sha256-/), expect.stringMatching(/^'nonce-[\w+/]{24}'$/)],
      'font-src': ['data:'],
      'img-src': ['data:'],
      'worker-src': ['blob:'],
      'base-uri': [`'none'`],
      'form-action': [`'none'`],
    });
    const markup = page.replace(/<script>.*?<\/script>/gs, '');
    expect(markup.match(/<(?:script|link|img|iframe)[^>]* (?:src|href)=/g)).toBeNull();
  });
});
