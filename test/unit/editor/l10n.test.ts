import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { OUTCOME_TEXTS } from '../../../src/text/outcomeText.ts';
import { TEXTS } from '../../../webview/texts.ts';
import { l10nCalls } from './support/l10nCalls.ts';
import { ROOT, sourcesIn } from './support/sources.ts';

const sources = sourcesIn('src/editor');
const calls = sources.map(l10nCalls);

describe('texts of the extension', () => {
  it('are literals with an argument for every hole', () => {
    expect(calls.flatMap(({ wrong }) => wrong)).toEqual([]);
    expect(calls.flatMap(({ messages }) => messages).length).toBeGreaterThan(100);
  });

  it('are all in the bundle, with those of the timeline and of outcomes, and nothing else is', async () => {
    const shared = [...Object.values<string>(TEXTS), ...Object.values<string>(OUTCOME_TEXTS)];
    const messages = new Set([...calls.flatMap((each) => each.messages), ...shared]);
    const bundle = Object.fromEntries([...messages].toSorted().map((message) => [message, message]));
    // `npx vitest -u` writes it anew.
    await expect(`${JSON.stringify(bundle, null, 2)}\n`).toMatchFileSnapshot(join(ROOT, 'l10n/bundle.l10n.json'));
  });

  it('never reach the user past the translation', () => {
    const literal = /\b(?:notify\.\w+|new UserError)\(\s*['"`]/;
    expect(sources.filter(({ text }) => literal.test(text)).map(({ path }) => path)).toEqual([]);
  });

  it('never reach the user past the escaping', () => {
    const raw = /\.show(?:Error|Information|Warning)Message\(/;
    expect(sources.filter(({ text }) => raw.test(text)).map(({ path }) => path)).toEqual(['src/editor/app/notify.ts']);
    // Below an input box the editor makes links as it does in notifications.
    const below = /(?:\bprompt: |\.prompt = |\.validationMessage = )(?!escapeMessage\(|l10n\.t\('[^{]*'\))[^;]*/g;
    const unescaped = sources.flatMap(({ text }) => text.match(below) ?? []);
    expect(unescaped.filter((found) => !/escapeMessage\(|= undefined/.test(found))).toEqual([]);
  });
});
