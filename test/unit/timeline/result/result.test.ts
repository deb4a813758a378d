import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../../src/recording/outcome.ts';
import { RecordingReader } from '../../../../src/recording/recordingReader.ts';
import { MAX_RESULT_HEAD, MAX_RESULT_TEXT, type Result, type ShownValue } from '../../../../src/protocol/result.ts';
import { readCut } from '../../../../src/protocol/value/cut.ts';
import { chunk, META, record, RETURNED, type Step } from '../../recording/recordings.ts';
import { dockerFrame, valueFrame } from '../../wire/streams.ts';
import { png } from '../../../webview/support/resultSamples.ts';
import { TestView } from '../view.ts';

const frame = (type: 'yield' | 'return' | 'raise', value: unknown, t = 3): Step =>
  chunk('multiplexed', dockerFrame(1, valueFrame(type, value)), t);

const LARGE = { ...META, limits: { timeout: 60_000 } };

async function resultOf(steps: readonly Step[]): Promise<Result> {
  const view = new TestView(await RecordingReader.open(record(steps, LARGE)));
  await view.open();
  return view.ask({ type: 'result' });
}

async function returned(value: unknown): Promise<ShownValue> {
  const result = await resultOf([frame('return', value), { outcome: RETURNED, t: 4 }]);
  if (result.state !== 'returned') throw new Error(result.state);
  return result.value;
}

describe('the result of a dispatch', () => {
  it('is the value that it returned, whatever came before', async () => {
    const steps = [frame('yield', [1]), frame('return', { a: [1, 2] }), { outcome: RETURNED, t: 4 }];
    expect(await resultOf(steps)).toMatchObject({
      state: 'returned',
      value: { row: 1, content: { kind: 'json', json: { a: [1, 2] }, omitted: 0 }, image: null },
    });
  });

  it('is cut where it is large, with its true length', async () => {
    const long = `${'x'.repeat(MAX_RESULT_TEXT - 1)}😀tail`;
    const text = await returned(long);
    expect(text.content).toEqual({ kind: 'text', text: 'x'.repeat(MAX_RESULT_TEXT - 1), length: long.length });
    const bytes = await returned(new Uint8Array(5000).fill(7));
    expect(bytes.content).toEqual({ kind: 'bytes', bytes: new Uint8Array(MAX_RESULT_HEAD).fill(7), length: 5000 });
    const list = await returned(Array(70_000).fill(1));
    expect(list.content).toMatchObject({ kind: 'json', omitted: 1, json: { cut: { of: 'list', size: 70_000 } } });
    const cut = readCut(list.content.kind === 'json' ? list.content.json : null);
    expect(cut?.rest).toBeGreaterThan(20_000);
    expect(cut?.shown).toHaveLength(70_000 - (cut?.rest ?? 0));
  });

  it('comes with all of an image', async () => {
    const picture = png(40, 40, [1, 2, 3]);
    expect((await returned(picture)).image).toEqual({ type: 'image/png', bytes: picture });
    expect((await returned('<svg></svg>')).image).toMatchObject({ type: 'image/svg+xml' });
    expect((await returned(new Uint8Array([1, 2, 3]))).image).toBeNull();
  });

  it('is what it raised, also where no frame says so', async () => {
    const raise = { class: 'RangeError', message: 'no', backtrace: ['at x (inmate.ts:1:2)'] };
    const outcome: Outcome = { outcome: 'raised', ...raise };
    for (const steps of [[frame('raise', raise), { outcome, t: 4 }], [{ outcome, t: 4 }]]) {
      const result = await resultOf(steps);
      expect(result).toMatchObject({ state: 'raised', value: { content: { kind: 'json', json: raise } } });
    }
  });

  it('is why there is none, with the limit that ended it and the last yield', async () => {
    const none = async (outcome: Outcome) => resultOf([frame('yield', ['newest']), { outcome, t: 4 }]);
    const newest = { row: 0, content: { kind: 'text', text: 'newest', length: 6 } };
    expect(await none({ outcome: 'timed-out', limit: 5, setting: 'timeout' })).toMatchObject({
      state: 'none',
      why: 'timed-out',
      limit: 'timeout',
      newest,
    });
    expect(await none({ outcome: 'out-of-memory', limit: 5, setting: 'memory' })).toMatchObject({ limit: 'memory' });
    expect(await none({ outcome: 'cancelled', message: 'by the user' })).toMatchObject({
      why: 'cancelled',
      limit: null,
    });
    const late = [frame('return', 1), { outcome: { outcome: 'cancelled', message: '' } as const, t: 4 }];
    expect(await resultOf(late)).toMatchObject({ state: 'none', why: 'cancelled' });
  });

  it('is cut where the recording is', async () => {
    expect(await resultOf([frame('yield', [1, 2])])).toMatchObject({
      state: 'none',
      why: 'cut',
      newest: { content: { kind: 'json', json: [1, 2] } },
    });
  });
});
