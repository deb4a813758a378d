import { decode } from '@msgpack/msgpack';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { noPaint } from '../../../src/cli/output/paint.ts';
import { TimelineView } from '../../../src/cli/output/timelineView.ts';
import { readEntry } from '../../../src/editor/lazy/readEntry.ts';
import { errorOf } from '../../../src/engine/errors/dispatchError.ts';
import type { Outcome } from '../../../src/recording/outcome.ts';
import { RecordingReader } from '../../../src/recording/recordingReader.ts';
import { exitText, OUTCOME_TEXTS, outcomeSentence, outcomeText } from '../../../src/text/outcomeText.ts';
import { exportRecording } from '../../../src/timeline/export/exportRecording.ts';
import { record } from '../recording/recordings.ts';
import { TestView } from '../timeline/view.ts';

/** Every outcome in every form, with its few words, and with what is said where there is room for more. */
const OUTCOMES: readonly (readonly [outcome: Outcome, words: string, more: string])[] = [
  [{ outcome: 'returned' }, 'returned', ''],
  [{ outcome: 'raised', class: 'TypeError', message: 'no', backtrace: [] }, 'raised TypeError', ''],
  [{ outcome: 'exited', code: 3, signal: null }, 'exited with code 3, without a result', ''],
  [{ outcome: 'exited', code: null, signal: 'SIGTERM' }, 'ended by SIGTERM, without a result', ''],
  [{ outcome: 'exited', code: 137, signal: 'SIGKILL' }, 'ended by SIGKILL (code 137), without a result', ''],
  [{ outcome: 'exited', code: null, signal: null }, 'ended, without a result', ''],
  [{ outcome: 'out-of-memory', limit: null, setting: 'memory' }, 'out of memory', ''],
  [{ outcome: 'out-of-memory', limit: 2 ** 28, setting: 'memory' }, 'out of memory: it had 256 MiB', ' (limit memory)'],
  [{ outcome: 'timed-out', limit: 60_000, setting: 'timeout' }, 'timed out after 1 min', ' (limit timeout)'],
  [{ outcome: 'timed-out', limit: 75_000, setting: 'signal' }, 'timed out after 1 min 15 s', ' (the signal timed out)'],
  [{ outcome: 'cancelled', message: 'by the user' }, 'cancelled', ': by the user'],
  [
    { outcome: 'output-limit', limit: 1536, setting: 'outputBytes' },
    'more output than 1.5 KiB',
    ' (limit outputBytes)',
  ],
  [
    { outcome: 'output-limit', limit: 1536, setting: 'valueBytes' },
    'a value larger than 1.5 KiB',
    ' (limit valueBytes)',
  ],
  [
    { outcome: 'output-limit', limit: 1e6, setting: 'valueNodes' },
    'a value of more items than 1,000,000',
    ' (limit valueNodes)',
  ],
  [
    { outcome: 'protocol-violation', offset: 1234, expected: 'a frame', found: 'x' },
    'protocol violation at byte 1,234 of stdout',
    ': expected a frame, found x',
  ],
  [{ outcome: 'engine-failed', message: 'no daemon', phase: 'create' }, 'engine failed during create', ': no daemon'],
];

/** Outcomes whose error says less, or something else: of a result there is none. */
const OWN_WORDS = new Map<Outcome['outcome'], { readonly message: string | undefined }>([
  ['returned', { message: undefined }],
  ['raised', { message: 'TypeError: no' }],
  ['engine-failed', { message: 'no daemon' }],
]);

function terminalRow(outcome: Outcome): string {
  return [...new TimelineView(noPaint).show({ seq: 1, t: 0, type: 'outcome', value: outcome })].join('');
}

async function htmlPage(path: string): Promise<string> {
  const parts: Uint8Array[] = [];
  await exportRecording(await RecordingReader.open(path), 'html', (bytes) => void parts.push(new Uint8Array(bytes)));
  return Buffer.concat(parts).toString();
}

describe('an outcome in words', () => {
  it.each(OUTCOMES)('is the same in every place: %j', async (outcome, words, more) => {
    expect(outcomeText(outcome)).toBe(words);
    expect(outcomeSentence(outcome)).toBe(`${words}${more}`);

    expect(terminalRow(outcome)).toContain(`outcome    ${words}`);

    const path = record([{ outcome, t: 0 }]);
    // The list of dispatches and the lens over a method.
    expect(await readEntry(path)).toMatchObject({ outcome: words });

    const { header } = await new TestView(RecordingReader.open(path)).open();
    const { outcome: headline, details } = header;
    expect(headline).toBe(outcome.outcome === 'returned' ? `${words} in 0 ms` : words);
    const said = more === '' ? [] : [`${words}${more}`];
    expect(details).toEqual(outcome.outcome === 'raised' ? [outcome.message] : said);

    const page = await htmlPage(path);
    expect(page).toContain(`>${headline}</p>`);
    const [, packed = ''] = /id="hoosegow-1">([^<]*)</.exec(page) ?? [];
    expect(JSON.stringify(decode(gunzipSync(Buffer.from(packed, 'base64'))))).toContain(`"preview":"${words}${more}"`);
  });

  it.each(OUTCOMES)('is what awaiting the dispatch throws: %j', (outcome, words, more) => {
    const { message } = OWN_WORDS.get(outcome.outcome) ?? { message: `${words}${more}` };
    expect(errorOf(outcome)?.message).toBe(message);
  });

  it('names how to raise a limit where that is known', () => {
    const hints = { timeout: 'more with --timeout' };
    const text = 'timed out after 5 ms';
    expect(outcomeSentence({ outcome: 'timed-out', limit: 5, setting: 'timeout' }, hints)).toBe(
      `${text} (more with --timeout)`,
    );
    expect(outcomeSentence({ outcome: 'timed-out', limit: 5, setting: 'signal' }, hints)).toBe(
      `${text} (the signal timed out)`,
    );
  });

  it('is put together of texts of the table, each with what is in its holes', () => {
    const asked = new Set<string>();
    const translate = (text: string, ...args: string[]): string => {
      asked.add(text);
      expect([text, text.match(/\{\d\}/g)?.length ?? 0]).toEqual([text, args.length]);
      return `<${text}|${args.join()}>`;
    };
    for (const [outcome] of OUTCOMES) expect(outcomeText(outcome, translate)).toMatch(/^<.*>$/);
    expect([...asked].toSorted()).toEqual(Object.values<string>(OUTCOME_TEXTS).toSorted());
  });

  it('is short, however long the names are in it', () => {
    const long = 'x'.repeat(10_000);
    expect(outcomeText({ outcome: 'raised', class: long }).length).toBeLessThan(300);
    expect(exitText(null, long).length).toBeLessThan(300);
  });
});
