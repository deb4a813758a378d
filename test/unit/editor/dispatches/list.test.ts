import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { previewOf } from '../../../../src/editor/dispatches/history/previewOf.ts';
import { ageText, dayText } from '../../../../src/editor/dispatches/view/ageText.ts';
import { filterItems } from '../../../../src/editor/dispatches/view/filterItems.ts';
import { filterText } from '../../../../src/editor/dispatches/view/filterText.ts';
import { groupEntries, type EntryGroup } from '../../../../src/editor/dispatches/view/groupEntries.ts';
import { inmateNames } from '../../../../src/editor/dispatches/view/inmateNames.ts';
import {
  ALL,
  filterEntries,
  GROUPINGS,
  isFiltered,
  readChoices,
  type ListChoices,
} from '../../../../src/editor/dispatches/view/listChoices.ts';
import { rowDescription, rowLabel, rowSpoken, rowTooltip } from '../../../../src/editor/dispatches/view/rowText.ts';
import { STATES, type HistoryEntry } from '../../../../src/editor/dispatches/history/historyEntry.ts';
import { shortenMiddle } from '../../../../src/text/words.ts';
import { entry } from './entries.ts';

const NOW = Date.parse('2026-03-10T10:03:00.000Z');
const ROW = { now: NOW, stage: undefined, inmate: undefined };
const FLAT: ListChoices = { grouping: 'flat', ...ALL };

const anyEntry = fc
  .record({
    method: fc.constantFrom('render', 'sum', '__proto__'),
    args: fc.constantFrom('1', '"two"'),
    inmateDir: fc.constantFrom('/a', '/b/a', null),
    startedAt: fc
      .date({ min: new Date('2026-01-01'), max: new Date('2026-03-11'), noInvalidDate: true })
      .map((date) => date.toISOString()),
    state: fc.constantFrom(...STATES),
    pinned: fc.boolean(),
  })
  .map(entry);
const anyEntries = fc
  .array(anyEntry, { maxLength: 40 })
  .map((list) => list.map((each, i): HistoryEntry => ({ ...each, id: String(i), path: String(i) })));

describe('a row', () => {
  it('says the call, what came of it first, how long it took and how long ago', () => {
    expect(rowLabel(entry())).toBe('render("a")');
    expect(rowDescription(entry(), ROW)).toBe('{ total: 3 } · 12.4 ms · 3 min ago');
    expect(rowDescription(entry({ pinned: true }), { ...ROW, inmate: 'inmate' })).toBe(
      '{ total: 3 } · 12.4 ms · 3 min ago · inmate · pinned',
    );
    const raised = entry({ state: 'raised', outcome: 'raised TypeError', preview: 'TypeError: no' });
    expect(rowDescription(raised, ROW)).toBe('TypeError: no · 12.4 ms · 3 min ago');
    const failed = entry({ state: 'failed', outcome: 'timed out after 1 s', preview: '', duration: null });
    expect(rowDescription(failed, ROW)).toBe('timed out after 1 s · 3 min ago');
  });

  it('says how far a dispatch is that runs', () => {
    const running = entry({ state: 'running', outcome: '', preview: '', duration: null });
    expect(rowDescription(running, { ...ROW, stage: 'running · 6.2 s of 60 s' })).toBe('running · 6.2 s of 60 s');
    expect(rowDescription(running, ROW)).toBe('running');
  });

  it('tells a screen reader the outcome, which is an icon else', () => {
    expect(rowSpoken(entry(), ROW)).toBe('render, returned, { total: 3 } · 12.4 ms · 3 min ago, "a"');
  });

  it('keeps the beginning and the end of long arguments', () => {
    const label = rowLabel(entry({ args: `"${'a'.repeat(100)}", 1` }));
    expect(label).toBe('render("aaaaaa…aa", 1)');
  });

  it('has a tooltip with all, in which nothing of an inmate is a form of Markdown', () => {
    const hostile = '[click](command:x) <b> **b** `c` $(zap) https://a.b a@b.c\n# h';
    const text = rowTooltip(entry({ method: hostile, args: hostile, preview: hostile, inmateDir: `/${hostile}` }), '');
    const unescaped = text.replace(/\\[!-/:-@[-`{-~]/g, '').replaceAll('**', '');
    expect(unescaped).not.toMatch(/[[\](){}<>`*_#$@:/.]/);
    expect(rowTooltip(entry(), '')).toContain('returned · 12\\.4 ms');
  });

  it('shows no control character whatever the inmate wrote', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const row = entry({ method: text, args: text, preview: text, outcome: text, inmateDir: `/${text}` });
        const shown = [
          rowLabel(row),
          rowDescription(row, { ...ROW, inmate: inmateNames([row])(row) }),
          rowSpoken(row, ROW),
        ];
        // oxlint-disable-next-line no-control-regex -- it looks for them
        expect(shown.join('')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
      }),
    );
  });
});

describe('what is kept of a result', () => {
  it('is one short line', () => {
    expect(previewOf({ outcome: 'returned' }, { a: [1] })).toBe('{ a: [1] }');
    expect(previewOf({ outcome: 'returned' }, 'x'.repeat(9999)).length).toBeLessThanOrEqual(200);
    expect(previewOf({ outcome: 'raised', class: 'E', message: 'no', backtrace: [] }, undefined)).toBe('E: no');
    expect(previewOf({ outcome: 'cancelled', message: 'by the user' }, undefined)).toBe('');
  });
});

describe('an age', () => {
  const at = (...time: readonly [number, number]): Date => new Date(2026, 2, 10, ...time);

  it.each([
    [at(12, 0), 'just now'],
    [at(12, 30), 'just now'],
    [at(11, 59), '1 min ago'],
    [at(11, 1), '59 min ago'],
    [at(11, 0), '1 h ago'],
    [at(0, 30), '11 h ago'],
    [new Date(2026, 2, 9, 23), 'yesterday'],
  ])('of what began at %s is %s', (began, words) => {
    expect(ageText(began.toISOString(), at(12, 0).getTime())).toBe(words);
  });

  it('is a day by the calendar, also when clocks are changed', () => {
    expect(dayText(at(0, 1).toISOString(), at(23, 59).getTime())).toBe('Today');
    expect(dayText(new Date(2026, 2, 9, 0, 1).toISOString(), at(23, 59).getTime())).toBe('Yesterday');
    expect(dayText(new Date(2026, 2, 8).toISOString(), at(0, 0).getTime())).toBe(
      new Date(2026, 2, 8).toLocaleDateString(),
    );
  });
});

describe('groups', () => {
  const isGroup = (row: HistoryEntry | EntryGroup): row is EntryGroup => 'entries' in row;

  it('lose no row, show none twice, keep their order, and pinned ones are on top', () => {
    fc.assert(
      fc.property(anyEntries, fc.constantFrom(...GROUPINGS), (entries, grouping) => {
        const rows = groupEntries(entries, grouping, NOW);
        const shown = rows.flatMap((row) => (isGroup(row) ? row.entries : [row]));
        expect(new Set(shown)).toEqual(new Set(entries));
        expect(shown).toHaveLength(entries.length);
        expect(shown.slice(0, entries.filter(({ pinned }) => pinned).length).every(({ pinned }) => pinned)).toBe(true);
        const groups = rows.filter(isGroup);
        expect(groups).toHaveLength(grouping === 'flat' ? 0 : rows.length);
        expect(new Set(groups.map(({ id }) => id)).size).toBe(groups.length);
        for (const { entries: own } of groups) {
          const places = own.map((each) => entries.indexOf(each));
          expect(places).toEqual(places.toSorted((a, b) => a - b));
        }
      }),
    );
  });

  it('tell methods of the same name of two inmates apart', () => {
    const list = [entry({ id: 'a', inmateDir: '/a' }), entry({ id: 'b', inmateDir: '/b' }), entry({ inmateDir: '/a' })];
    expect(groupEntries(list, 'method', NOW)).toMatchObject([{ label: 'render · a' }, { label: 'render · b' }]);
    expect(groupEntries(list, 'inmate', NOW)).toMatchObject([{ label: 'a' }, { label: 'b' }]);
    const [first] = list;
    expect(first && groupEntries([first], 'method', NOW)).toMatchObject([{ label: 'render' }]);
  });
});

describe('the name of an inmate', () => {
  const namesOf = (...dirs: readonly (string | null)[]): readonly string[] => {
    const entries = dirs.map((inmateDir) => entry({ inmateDir }));
    return entries.map(inmateNames(entries));
  };

  it('is that of its folder, with as much above it as tells it from others', () => {
    expect(namesOf('/w/tools', '/w/render', null, '/w/tools')).toEqual(['tools', 'render', 'no folder', 'tools']);
    expect(namesOf('/w/a/tools', '/w/b/tools', '/w/render')).toEqual(['a/tools', 'b/tools', 'render']);
    expect(namesOf('/a', '/b/a', '/c/b/a')).toEqual(['/a', '/b/a', 'c/b/a']);
    expect(namesOf(String.raw`C:\a\tools`, String.raw`C:\b\tools`)).toEqual(['a/tools', 'b/tools']);
    expect(namesOf('/w/a\n/x', '/w/b/x')[0]).toBe(String.raw`a\n/x`);
  });

  it('tells any two folders apart', () => {
    const dir = fc
      .array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 5 })
      .map((at) => `/${at.join('/')}`);
    fc.assert(
      fc.property(fc.uniqueArray(dir, { maxLength: 12 }), (dirs) => {
        expect(new Set(namesOf(...dirs)).size).toBe(dirs.length);
      }),
    );
  });
});

describe('a filter', () => {
  const list = [
    entry({ id: 'a', args: '"Tea"' }),
    entry({ id: 'b', state: 'raised', outcome: 'raised E', preview: 'E: no tea' }),
    entry({ id: 'c', state: 'raised', outcome: 'raised E', preview: 'E: no' }),
  ];
  const ids = (choices: Partial<ListChoices>): string[] =>
    filterEntries(list, { ...FLAT, ...choices }).map(({ id }) => id);

  it('leaves what contains the text, and what ended so', () => {
    expect(ids({})).toEqual(['a', 'b', 'c']);
    expect(ids({ text: 'TEA' })).toEqual(['a', 'b']);
    expect(ids({ state: 'raised' })).toEqual(['b', 'c']);
    expect(ids({ state: 'raised', text: 'tea' })).toEqual(['b']);
    expect(ids({ text: 'render("tea' })).toEqual(['a']);
  });

  it('is offered for what is typed, and each way to end at the same place, whatever was typed last', () => {
    const places = (typed: string) =>
      filterItems(typed).flatMap(({ filter: { state } }, i) => (state ? [[i, state]] : []));
    fc.assert(
      fc.property(fc.string(), (typed) => {
        expect(places(typed)).toEqual(places(''));
      }),
    );
    expect(places('')).toHaveLength(STATES.length);
    expect(filterItems('')[0]?.filter).toEqual({ text: '', state: undefined });
    expect(filterItems('tea')[0]).toMatchObject({ label: 'Contains “tea”', filter: { text: 'tea' }, alwaysShow: true });
    expect(filterItems('tea').at(-1)?.filter).toEqual({ text: '', state: undefined });
  });

  it('is told above the list', () => {
    expect(filterText({ ...FLAT, state: 'raised', text: 'tea' }, 1, 3)).toBe('Raised an Error, “tea”: 1 of 3');
    expect(filterText({ ...FLAT, text: '[a](b)\n' }, 0, 3)).toBe(String.raw`“[a] (b)\n”: 0 of 3`);
  });

  it('is read as it was stored, and is none where that is nonsense', () => {
    const choices: ListChoices = { grouping: 'day', text: 'x', state: 'raised' };
    const stored: unknown = JSON.parse(JSON.stringify(choices));
    expect(readChoices(stored)).toEqual(choices);
    fc.assert(
      fc.property(fc.anything(), (nonsense) => {
        const read = readChoices(nonsense);
        expect(GROUPINGS).toContain(read.grouping);
        expect(typeof read.text).toBe('string');
      }),
    );
    expect(isFiltered(readChoices(undefined))).toBe(false);
  });
});

describe('shortenMiddle', () => {
  it('keeps to its length, both ends, and whole characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 3, max: 20 }), (text, max) => {
        const short = Array.from(shortenMiddle(text, max));
        const whole = Array.from(text);
        expect(short.length).toBe(Math.min(whole.length, max));
        expect(short[0]).toBe(whole[0]);
        expect(short.at(-1)).toBe(whole.at(-1));
      }),
    );
  });
});
