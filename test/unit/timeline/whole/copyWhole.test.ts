import { describe, expect, it } from 'vitest';
import { RecordingReader } from '../../../../src/recording/recordingReader.ts';
import { dockerFrame, stdoutFrame, valueFrame } from '../../wire/streams.ts';
import { chunk, META, record, RETURNED } from '../../recording/recordings.ts';
import { TestView } from '../view.ts';

const value = { list: [{ 'a b': new Map([[1, 'x']]) }] };
const frames = [valueFrame('yield', [value]), stdoutFrame('x'.repeat(9 * 1024 * 1024)), valueFrame('return', 'done\n')];

async function reader(): Promise<RecordingReader> {
  const steps = frames.map((frame) => chunk('multiplexed', dockerFrame(1, frame)));
  return RecordingReader.open(record([...steps, { outcome: RETURNED, t: 99 }], { ...META, limits: {} }));
}

const whole = (row: number, path: readonly number[] = []) => ({ kind: 'value', row, path, form: 'value' }) as const;

describe('what a view copies', () => {
  it('goes from the recording into the clipboard of the host, or to the view of one without', async () => {
    const view = new TestView(await reader());
    await view.open();
    expect(await view.ask({ type: 'copy', what: whole(2) })).toEqual({ kind: 'copied' });
    expect(view.actions).toEqual([['copy', 'done\n']]);
    const page = new TestView(await reader(), { copy: undefined });
    await page.open();
    expect(await page.ask({ type: 'copy', what: whole(2) })).toEqual({ kind: 'text', text: 'done\n' });
    const output = await page.ask({ type: 'copy', what: whole(1) });
    expect(output).toEqual({ kind: 'text', text: 'x'.repeat(9 * 1024 * 1024) });
  });

  it('is the path to a node, as in JavaScript', async () => {
    const page = new TestView(await reader(), { copy: undefined });
    await page.open();
    const path = { kind: 'path', row: 0, path: [0, 0, 0, 0] } as const;
    expect(await page.ask({ type: 'copy', what: path })).toEqual({
      kind: 'text',
      text: 'value.list[0]["a b"].get(1)',
    });
    await expect(page.ask({ type: 'copy', what: { ...path, path: [5] } })).rejects.toThrow('no such place');
  });

  it('is told where it is too large, and where there is none', async () => {
    const page = new TestView(await reader(), { copy: undefined });
    await page.open();
    const hex = { kind: 'raw', row: 1, form: 'hex' } as const;
    expect(await page.ask({ type: 'copy', what: hex })).toMatchObject({ kind: 'too large' });
    const steps = [{ outcome: RETURNED, t: 99 }];
    const view = new TestView(await RecordingReader.open(record(steps, { ...META, args: null })), { copy: undefined });
    await view.open();
    expect(await view.ask({ type: 'copy', what: { kind: 'command' } })).toEqual({
      kind: 'impossible',
      why: 'the arguments were too large to be recorded',
    });
  });
});

describe('what a view saves and opens', () => {
  it('is handed to its host as a whole, if that can do it', async () => {
    const view = new TestView(await reader());
    await view.open();
    view.session.receive({ kind: 'saveWhole', what: whole(0, [0]) });
    await expect.poll(() => view.actions).toEqual([['saveWhole', 'yield-1.0.json']]);
    view.session.receive({ kind: 'openWhole', what: { kind: 'stream', row: 2, stream: 'stdout' } });
    await expect.poll(() => view.actions.at(-1)).toEqual(['openWhole', 'stdout-to-3.txt']);
    view.session.receive({ kind: 'openWhole', what: { kind: 'raw', row: 1, form: 'hex' } });
    await expect.poll(() => view.reports).toEqual([expect.stringMatching(/^it has 45\S* MiB, .* save it as a file$/)]);
  });
});

describe('how much was printed', () => {
  it('is told of each stream', async () => {
    const view = new TestView(await reader());
    await view.open();
    expect(await view.ask({ type: 'streamSize', stream: 'stdout' })).toEqual({ bytes: 9 * 1024 * 1024 });
    expect(await view.ask({ type: 'streamSize', stream: 'stderr' })).toEqual({ bytes: 0 });
  });
});
