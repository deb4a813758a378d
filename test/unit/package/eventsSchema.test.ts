import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { DispatchEvent } from '../../../src/recording/event.ts';
import { callNdjsonLine, toNdjsonLine, truncatedNdjsonLine } from '../../../src/recording/ndjson.ts';
import { readLifecycle, readOutcome } from '../../../src/recording/json/storedEvents.ts';
import { readMeta } from '../../../src/recording/json/storedMeta.ts';
import { BODIES, META, OUTCOMES, STEPS } from '../../support/eventSamples.ts';
import { faultsOf, isEvent } from '../../support/eventsSchema.ts';
import { tableRows } from '../../support/hexExamples.ts';

type Line = Readonly<Record<string, unknown>>;

const page = await readFile(join(import.meta.dirname, '../../../docs/json.md'), 'utf8');

const parse = (line: string): Line => JSON.parse(line) as Line;
const eventsOf = (): readonly DispatchEvent[] =>
  Object.values(BODIES).flatMap((bodies) => bodies.map((body) => ({ seq: 0, t: 1.5, ...body })));

/** Members that carry what kind of thing a line is, and those that every line has. */
const FIXED = new Set(['type', 'event', 'outcome', 'seq', 't']);
const OTHERS: readonly unknown[] = [undefined, null, true, 5, 'other', [], ['text'], [{}], {}, { name: 'text' }];

/** A thing with each of its members left out, and replaced by whatever else there is. */
function spoiled(thing: Line): readonly Line[] {
  const names = Object.keys(thing).filter((name) => !FIXED.has(name));
  return names.flatMap((name) =>
    OTHERS.map((other) =>
      Object.fromEntries(Object.entries({ ...thing, [name]: other }).filter(([, v]) => v !== undefined)),
    ),
  );
}

const isRead = (read: (json: unknown) => unknown, json: unknown): boolean => {
  try {
    read(json);
    return true;
  } catch {
    return false;
  }
};

describe('docs/events.schema.json', () => {
  it('takes a line of every event, and knows all of its members', () => {
    const lines = [callNdjsonLine(META), ...eventsOf().map(toNdjsonLine), truncatedNdjsonLine()];
    expect(faultsOf(lines.map((line) => `${line}\n`).join(''))).toEqual([]);
  });

  it('takes what is null, and the time in the inmate of what it has written', () => {
    const nothing = { args: null, endpoint: null, image: null, runtime: null, inmateDir: null };
    const lines = [
      callNdjsonLine({ ...META, ...nothing }),
      ...eventsOf().flatMap((event) =>
        ['stdout', 'yield', 'return', 'raise'].includes(event.type) ? [toNdjsonLine({ ...event, at: 0.25 })] : [],
      ),
      toNdjsonLine({ seq: 0, t: 0, type: 'lifecycle', value: { ...STEPS.exited, code: null, signal: null } }),
      toNdjsonLine({ seq: 0, t: 0, type: 'outcome', value: { ...OUTCOMES.exited, code: null, signal: null } }),
      toNdjsonLine({ seq: 0, t: 0, type: 'outcome', value: { ...OUTCOMES['out-of-memory'], limit: null } }),
    ];
    expect(faultsOf(lines.map((line) => `${line}\n`).join(''))).toEqual([]);
  });

  it.each(Object.values(STEPS))('asks the same of step $event as a recording', (step) => {
    const line = parse(toNdjsonLine({ seq: 0, t: 0, type: 'lifecycle', value: step }));
    for (const value of spoiled(step)) {
      expect([value, isEvent({ ...line, value })]).toEqual([value, isRead(readLifecycle, value)]);
    }
  });

  it.each(Object.values(OUTCOMES))('asks the same of outcome $outcome as a recording', (outcome) => {
    for (const json of spoiled(parse(toNdjsonLine({ seq: 0, t: 0, type: 'outcome', value: outcome })))) {
      expect([json, isEvent(json)]).toEqual([json, isRead(readOutcome, json)]);
    }
  });

  it('asks the same of a call as a recording', () => {
    for (const json of spoiled(parse(callNdjsonLine(META)))) {
      expect([json, isEvent(json)]).toEqual([json, isRead(readMeta, json)]);
    }
  });

  it.each<[string, unknown]>([
    ['no object', 5],
    ['another type', { seq: 0, t: 0, type: 'news', value: 1 }],
    ['another step', { seq: 0, t: 0, type: 'lifecycle', value: { event: 'thawed' } }],
    ['another outcome', { type: 'outcome', outcome: 'thawed', seq: 0, t: 0 }],
    ['no outcome, and not cut', { type: 'outcome', outcome: null }],
    ['no number of its own', { t: 0, type: 'return', value: 1 }],
    ['a time that is text', { seq: 0, t: '0', type: 'return', value: 1 }],
    ['output that is a number', { seq: 0, t: 0, type: 'stdout', value: 1 }],
    ['output in another form', { seq: 0, t: 0, type: 'stderr', value: { hex: '00' } }],
    ['a yield that is not a list', { seq: 0, t: 0, type: 'yield', value: 1 }],
    ['no value', { seq: 0, t: 0, type: 'return' }],
    ...[
      { base64: 5 },
      { bigint: '0x1' },
      { date: 'now' },
      { float: '1' },
      { ext: 200, base64: '' },
      { map: [[1]] },
    ].map((tag): [string, unknown] => [
      `a tag that is none: ${JSON.stringify(tag)}`,
      { seq: 0, t: 0, type: 'return', value: [tag] },
    ]),
  ])('refuses %s', (_, json) => {
    expect(isEvent(json)).toBe(false);
  });

  it('takes members that it does not know', () => {
    expect(isEvent({ ...parse(callNdjsonLine(META)), more: 1 })).toBe(true);
    expect(isEvent({ seq: 0, t: 0, type: 'return', value: 1, more: 1 })).toBe(true);
  });
});

describe('docs/json.md', () => {
  const named = (cell = ''): readonly string[] => Array.from(cell.matchAll(/`(\w+)`/g), ([, name = '']) => name);
  const membersOf = (head: string): unknown =>
    Object.fromEntries(tableRows(page, head).map(([name = '', members]) => [name.slice(1, -1), named(members)]));
  const keysOf = (samples: Readonly<Record<string, object>>, kind: string): unknown =>
    Object.fromEntries(
      Object.entries(samples).map(([name, sample]) => [
        name,
        Object.keys(sample).filter((key) => key !== kind && key !== 'notes'),
      ]),
    );

  it('has every step and every outcome, with its members', () => {
    expect(membersOf('step')).toEqual(keysOf(STEPS, 'event'));
    expect(membersOf('outcome')).toEqual(keysOf(OUTCOMES, 'outcome'));
  });

  it('has every member of a call, and every type of line', () => {
    expect(tableRows(page, 'member').map(([name = '']) => name.slice(1, -1))).toEqual(['type', ...Object.keys(META)]);
    const types = tableRows(page, 'type').map(([name = '']) => name.slice(1, -1));
    expect(types).toEqual(['call', ...Object.keys(BODIES)]);
  });

  it('shows lines as they are', () => {
    const shown = page.split('```ndjson\n')[1]?.split('```')[0] ?? '';
    expect(faultsOf(shown)).toEqual([]);
    const types = new Set(
      shown
        .trim()
        .split('\n')
        .map((line) => parse(line)['type']),
    );
    expect(types).toEqual(new Set(['call', 'lifecycle', 'stdout', 'stderr', 'yield', 'return', 'outcome']));
  });
});
