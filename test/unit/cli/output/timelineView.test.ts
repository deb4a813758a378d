import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ansiPaint, choosePaint, noPaint } from '../../../../src/cli/output/paint.ts';
import { TimelineView } from '../../../../src/cli/output/timelineView.ts';
import type { DispatchEvent, Lifecycle } from '../../../../src/recording/event.ts';
import type { Outcome } from '../../../../src/recording/outcome.ts';

const show = (
  ...events: readonly (DispatchEvent extends infer E ? Omit<E, 'seq' | 't'> & { t?: number } : never)[]
): string => {
  const view = new TimelineView(noPaint);
  return events.flatMap((event, seq) => [...view.show({ t: 0, ...event, seq } as DispatchEvent)]).join('');
};

const raise = (depth: number): DispatchEvent & { type: 'raise' } => {
  let value = { class: 'TypeError', message: 'two\nlines', backtrace: ['f (inmate.ts:1:2)'] };
  for (let i = 0; i < depth; i++) value = { ...value, cause: value } as typeof value;
  return { seq: 0, t: 0, type: 'raise', value };
};

describe('the timeline', () => {
  it('shows time, lane and text, multi-line text in rows', () => {
    expect(
      show(
        { type: 'lifecycle', value: { event: 'create', container: 'hoosegow-1' }, t: 1.2 },
        { type: 'stdout', value: Buffer.from('one\ntwo\n'), t: 12.3456 },
        { type: 'stderr', value: Buffer.from('warning'), t: 1234 },
        { type: 'yield', value: [{ section: 1 }, 'x'], t: 2000 },
        { type: 'return', value: 'done', t: 61_000 },
        { type: 'outcome', value: { outcome: 'returned', notes: ['a child ran out of memory'] }, t: 61_001 },
      ),
    ).toBe(
      [
        '    0.001s  lifecycle  creating hoosegow-1',
        '    0.012s  stdout     one',
        '            stdout     two',
        '    1.234s  stderr     warning',
        '    2.000s  yield      { section: 1 }, "x"',
        '   61.000s  return     "done"',
        '   61.001s  outcome    returned',
        '            outcome    note: a child ran out of memory',
        '',
      ].join('\n'),
    );
  });

  it('shows an exception with its backtrace and causes, bounded', () => {
    const text = show(raise(1));
    expect(text).toContain('raise      TypeError: two\n            raise      lines\n');
    expect(text).toContain('raise          f (inmate.ts:1:2)\n');
    expect(text).toContain('caused by TypeError: two');
    expect(show(raise(50))).toContain('… and more');
    const long = raise(0);
    expect(show({ ...long, value: { ...long.value, backtrace: Array<string>(500).fill('x') } })).toContain(
      '… +470 calls',
    );
  });

  it.each<[Outcome, string]>([
    [{ outcome: 'raised', class: 'A', message: 'b', backtrace: [] }, 'raised A'],
    [{ outcome: 'exited', code: 3, signal: null }, 'exited with code 3, without a result'],
    [{ outcome: 'exited', code: 137, signal: 'SIGKILL' }, 'ended by SIGKILL (code 137), without a result'],
    [{ outcome: 'exited', code: null, signal: null }, 'ended, without a result'],
    [
      { outcome: 'out-of-memory', limit: 2 ** 28, setting: 'memory' },
      'out of memory: it had 256 MiB (more with --memory)',
    ],
    [{ outcome: 'out-of-memory', limit: null, setting: 'memory' }, 'out of memory'],
    [{ outcome: 'timed-out', limit: 1500, setting: 'timeout' }, 'timed out after 1.5 s (more with --timeout)'],
    [{ outcome: 'cancelled', message: 'why' }, 'cancelled: why'],
    [
      { outcome: 'output-limit', limit: 1024, setting: 'outputBytes' },
      'more output than 1 KiB (more with --limit-output)',
    ],
    [
      { outcome: 'output-limit', limit: 1024, setting: 'valueBytes' },
      'a value larger than 1 KiB (more with --limit-value)',
    ],
    [
      { outcome: 'output-limit', limit: 1e6, setting: 'valueNodes' },
      'a value of more items than 1,000,000 (more with --value-items)',
    ],
    [
      { outcome: 'protocol-violation', offset: 7, expected: 'x', found: 'y' },
      'protocol violation at byte 7 of stdout: expected x, found y',
    ],
    [{ outcome: 'engine-failed', message: 'no', phase: 'create' }, 'engine failed during create: no'],
  ])('names the outcome %o', (outcome, text) => {
    expect(show({ type: 'outcome', value: outcome })).toBe(`    0.000s  outcome    ${text}\n`);
  });

  it('names every step of the lifecycle', () => {
    const steps: Lifecycle[] = [
      { event: 'build', image: 'i' },
      { event: 'built', image: 'i' },
      { event: 'created', container: 'c' },
      { event: 'attached' },
      { event: 'start' },
      { event: 'started' },
      { event: 'requested', bytes: 1 },
      { event: 'kill', reason: 'r' },
      { event: 'exited', code: 0, signal: null, oomKilled: true },
      { event: 'remove' },
      { event: 'removed' },
      { event: 'omitted', bytes: 2048 },
      { event: 'note', text: 'n' },
      { event: 'started', container: 'c', waited: 250 },
      { event: 'started', container: 'c', waited: 250, shared: 1 },
      { event: 'kept', container: 'c', served: 2 },
    ];
    const lines = show(...steps.map((value) => ({ type: 'lifecycle' as const, value }))).split('\n');
    expect(lines).toHaveLength(steps.length + 1);
    expect(lines[6]).toContain('(1 byte)');
    expect(lines[8]).toContain('exited with code 0; the kernel killed a process for want of memory');
    expect(lines[11]).toContain('left out 2 KiB');
    expect(lines[13]).toContain('took c, started 250 ms before and waiting');
    expect(lines[14]).toContain('took c, left by 1 earlier dispatch and waiting for 250 ms');
    expect(lines[15]).toContain('kept c for the next dispatch, after 2 dispatches');
  });

  it('keeps a character together that arrives in two pieces, and shows its half at the end', () => {
    const halves = show(
      { type: 'stdout', value: Uint8Array.of(0xe2, 0x82) },
      { type: 'stdout', value: Uint8Array.of(0xac) },
    );
    expect(halves).toBe('    0.000s  stdout     €\n');
    const view = new TimelineView(noPaint);
    expect([...view.show({ seq: 0, t: 0, type: 'stderr', value: Uint8Array.of(0xe2) })]).toEqual([]);
    expect([...view.showTruncated()].join('')).toMatch(
      /stderr {5}\\xe2\n.*outcome {4}unknown: the recording ends here/,
    );
  });

  it('lets no text of an inmate steer the terminal or make a row of its own', () => {
    const evil = fc.string({
      unit: fc.constantFrom('\n', '\r', '\u001b', '\u009b', '\u202e', '\u0007', 'a', '\u2028'),
    });
    fc.assert(
      fc.property(evil, (text) => {
        const shown = show(
          { type: 'stdout', value: Buffer.from(text) },
          { type: 'stderr', value: Buffer.from(text) },
          { type: 'yield', value: [text, { [text]: text }] },
          { type: 'return', value: new Map([[text, text]]) },
          { type: 'raise', value: { class: text, message: text, backtrace: [text] } },
          { type: 'lifecycle', value: { event: 'note', text } },
          { type: 'outcome', value: { outcome: 'engine-failed', message: text, phase: text, notes: [text] } },
        );
        for (const row of shown.split('\n').slice(0, -1)) {
          expect(row).toMatch(/^ *(\d+\.\d{3}s)? {2}(stdout|stderr|yield|return|raise|lifecycle|outcome) {2,}/);
          for (const character of '\r\u001b\u009b\u202e\u0007\u2028') expect(row).not.toContain(character);
        }
      }),
    );
  });
});

describe('colours', () => {
  it('are for terminals whose owner has not said no', () => {
    expect(choosePaint(true, {})).toBe(ansiPaint);
    expect(choosePaint(true, { NO_COLOR: '' })).toBe(ansiPaint);
    expect(choosePaint(true, { NO_COLOR: '1' })).toBe(noPaint);
    expect(choosePaint(true, { TERM: 'dumb' })).toBe(noPaint);
    expect(choosePaint(false, {})).toBe(noPaint);
  });

  it('always end with the row', () => {
    const rows = [...new TimelineView(ansiPaint).show({ seq: 0, t: 0, type: 'stderr', value: Buffer.from('a\nb') })];
    expect(rows).toHaveLength(2);
    for (const row of rows) expect(row.endsWith('\u001b[0m\n')).toBe(true);
  });
});
