import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { SETTINGS } from '../../../src/editor/contributions.ts';
import { RunningTicker } from '../../../src/editor/dispatches/run/runningTicker.ts';
import { stageText } from '../../../src/editor/dispatches/run/runStage.ts';
import { methodAtLine } from '../../../src/editor/inmates/methodAtLine.ts';
import { inlineText } from '../../../src/editor/results/inlineText.ts';
import { resultTitle } from '../../../src/editor/results/resultTitle.ts';
import { NewestWins } from '../../../src/editor/saves/newestWins.ts';
import { readSaveSettings } from '../../../src/editor/settings/saveSettings.ts';
import type { ScopedValue } from '../../../src/editor/settings/scopedValue.ts';

describe('the title of a result', () => {
  const entry = { method: 'render', state: 'returned', outcome: 'returned', startedAt: '2026-01-02T10:25:59' } as const;

  it('has method, outcome and time, and of a run that goes on that it does', () => {
    expect(resultTitle(entry)).toBe('render · returned · 10:25');
    expect(resultTitle({ ...entry, startedAt: '2026-01-02T03:04:05' })).toBe('render · returned · 03:04');
    expect(resultTitle({ ...entry, state: 'running', outcome: '' })).toBe('render · running');
    expect(resultTitle({ ...entry, startedAt: 'never' })).toBe('render · returned');
  });

  it('is short and shows whatever it is made of', () => {
    const texts = fc.string({ unit: 'binary', maxLength: 200 });
    fc.assert(
      fc.property(texts, texts, (method, outcome) => {
        const title = resultTitle({ ...entry, method, outcome });
        expect(title.length).toBeLessThanOrEqual(100);
        // oxlint-disable-next-line no-control-regex -- these are what must not be there
        expect(title).not.toMatch(/[\0-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
      }),
    );
  });
});

describe('what stands behind a line', () => {
  it('is the result, what was raised, or how else it ended', () => {
    expect(inlineText({ outcome: { outcome: 'returned' }, value: { a: [1] } })).toBe('→ { a: [1] }');
    expect(inlineText({ outcome: { outcome: 'returned' }, value: undefined })).toBe('→ undefined');
    const raised = { outcome: 'raised', class: 'RangeError', message: 'no\n\u202eway', backtrace: [] } as const;
    expect(inlineText({ outcome: raised, value: undefined })).toBe('✗ RangeError: no\\n\\u{202e}way');
    const late = { outcome: 'timed-out', limit: 60_000, setting: 'timeout' } as const;
    expect(inlineText({ outcome: late, value: undefined })).toBe('✗ timed out after 1 min');
  });

  it('is one short line, whatever was returned', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withDate: true, withMap: true }), (value) => {
        const text = inlineText({ outcome: { outcome: 'returned' }, value });
        expect(text.length).toBeLessThanOrEqual(120);
        expect(text).not.toMatch(/[\n\r]/);
      }),
    );
  });
});

describe('how far a run is', () => {
  it.each([
    ['running', 6240, 60_000, 'running · 6.2 s of 60 s'],
    ['running', 75_960, 120_000, 'running · 75.9 s of 120 s'],
    ['running', 75_960, 600_000, 'running · 1 min 15 s of 10 min'],
    ['running', 0, 1500, 'running · 0.0 s of 1.5 s'],
    ['running', -5, undefined, 'running · 0.0 s'],
    ['building', 12_300, 60_000, 'building · 12.3 s'],
  ] as const)('%s for %i ms of %s', (name, elapsed, limit, text) => {
    expect(stageText({ name, since: 1000 }, limit, 1000 + elapsed)).toBe(text);
  });

  it('is told by a timer only while something runs', () => {
    vi.useFakeTimers();
    try {
      const tick = vi.fn();
      const ticker = new RunningTicker(tick);
      expect(vi.getTimerCount()).toBe(0);
      ticker.setRunning(true);
      ticker.setRunning(true);
      expect(vi.getTimerCount()).toBe(1);
      vi.advanceTimersByTime(3000);
      expect(tick).toHaveBeenCalledTimes(3);
      ticker.setRunning(false);
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('the method at a line', () => {
  const lines = ['// first', 'const a = 1;', 'export function one() {', '}', '', '/**', ' * Two.', ' */', 'export {}'];
  const methods = new Map([
    ['two', 9],
    ['one', 3],
  ]);
  const at = (line: number) => methodAtLine(methods, line, (number) => lines[number - 1]);

  it('is the nearest above, or the one whose comment it is', () => {
    expect([3, 4, 5].map(at)).toEqual(['one', 'one', 'one']);
    expect([6, 7, 8, 9, 200].map(at)).toEqual(['two', 'two', 'two', 'two', 'two']);
  });

  it('is none above the first one', () => {
    expect([1, 2].map(at)).toEqual([undefined, undefined]);
    expect(methodAtLine(new Map(), 1, () => undefined)).toBeUndefined();
  });
});

describe('the newest of several tasks', () => {
  it('ends the one before of the same key, and no other', async () => {
    const newest = new NewestWins(() => 'newer');
    const signals: AbortSignal[] = [];
    const task = (signal: AbortSignal) => {
      signals.push(signal);
      return new Promise<number>((resolve) => signal.addEventListener('abort', () => resolve(signals.length)));
    };
    const [first, other] = [newest.run('a', task), newest.run('b', task)];
    const second = newest.run('a', task);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false, false]);
    expect(signals[0]?.reason).toBe('newer');
    expect(await first).toBe(2);
    newest.cancelAll();
    await Promise.all([other, second]);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true, true]);
  });

  it('leaves one alone that has begun since', async () => {
    const newest = new NewestWins(() => 'newer');
    let begun: AbortSignal | undefined;
    await newest.run('a', async () => {
      void newest.run('a', (signal) => {
        begun = signal;
        return new Promise(() => undefined);
      });
    });
    newest.cancel('a');
    expect(begun?.aborted).toBe(true);
  });
});

describe('what follows a save', () => {
  const read = (values: Partial<Record<string, Partial<ScopedValue>>>, trusted = true) =>
    readSaveSettings((id) => {
      const byDefault = id === SETTINGS.prepareOnSave;
      return { byDefault, byUser: undefined, byWorkspace: undefined, ...values[id] };
    }, trusted);

  it('is that an inmate is prepared, and with the word of the user that its last call is made again', () => {
    expect(read({})).toEqual({ prepare: true, run: false });
    expect(read({ [SETTINGS.runOnSave]: { byUser: true } })).toEqual({ prepare: true, run: true });
    expect(read({ [SETTINGS.prepareOnSave]: { byUser: false } })).toEqual({ prepare: false, run: false });
    expect(read({ [SETTINGS.prepareOnSave]: { byUser: 'no' } }).prepare).toBe(true);
  });

  it('is switched off by a workspace, and never on', () => {
    expect(read({ [SETTINGS.prepareOnSave]: { byWorkspace: false } }).prepare).toBe(false);
    expect(read({ [SETTINGS.prepareOnSave]: { byUser: false, byWorkspace: true } }).prepare).toBe(false);
    expect(read({ [SETTINGS.runOnSave]: { byWorkspace: true } }).run).toBe(false);
    expect(read({ [SETTINGS.runOnSave]: { byUser: true, byWorkspace: false } }).run).toBe(false);
  });

  it('is nothing in Restricted Mode', () => {
    expect(read({ [SETTINGS.runOnSave]: { byUser: true } }, false)).toEqual({ prepare: false, run: false });
  });
});
