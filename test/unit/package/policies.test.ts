import { describe, expect, it } from 'vitest';
import { timelinePage } from '../../../src/cli/inspect/page.ts';
import { timelineHtml } from '../../../src/editor/timeline/timelineHtml.ts';
import { RecordingReader } from '../../../src/recording/recordingReader.ts';
import { exportRecording } from '../../../src/timeline/export/exportRecording.ts';
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

const EDITOR = timelineHtml({ cspSource: 'https://editor.example', script: 'a.js', style: 'a.css', language: 'en' });
const PAGES: readonly (readonly [string, () => Promise<string>])[] = [
  ['the timeline in the editor', async () => policyIn(EDITOR)],
  ['the timeline in a browser', async () => timelinePage().policy],
  ['an exported page', async () => policyIn(await exportedPage())],
];

describe.each(PAGES)('the policy of %s', (_name, read) => {
  it('allows nothing but what it names, and names nothing unsafe', async () => {
    const text = await read();
    const policy = parsed(text);
    expect(policy.get('default-src')).toEqual([`'none'`]);
    expect(policy.get('base-uri')).toEqual([`'none'`]);
    expect(policy.get('form-action')).toEqual([`'none'`]);
    expect(text).not.toMatch(/unsafe|\*|http:|wss?:|blob:|strict-dynamic/);
    for (const source of policy.get('script-src') ?? []) expect(source).toMatch(/^'nonce-[\w+/]{24}={0,2}'$/);
  });
});

describe('the pages', () => {
  it('have a nonce of their own each time', () => {
    const nonces = [timelinePage(), timelinePage()].map(({ policy }) => /'nonce-([^']+)'/.exec(policy)?.[1]);
    expect(new Set(nonces).size).toBe(2);
  });

  it('that are exported run no script at all, and ask for nothing', async () => {
    const policy = parsed(policyIn(await exportedPage()));
    expect([...policy.keys()].toSorted()).toEqual(['base-uri', 'default-src', 'form-action', 'style-src']);
  });
});
