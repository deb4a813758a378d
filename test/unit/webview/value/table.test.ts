import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { prettyJson } from '../../../../webview/model/value/prettyJson.ts';
import { isTable, readTable } from '../../../../webview/model/value/table.ts';

describe('a table', () => {
  it('has a column for every member, numbers told from texts, and an empty cell where one lacks', () => {
    const table = readTable([
      { id: 1, name: 'a' },
      { id: { bigint: '20' }, note: null, name: 'b\nc' },
    ]);
    expect(table.columns.map(({ name, isNumeric }) => [name, isNumeric])).toEqual([
      ['id', true],
      ['name', false],
      ['note', true],
    ]);
    expect(table.rows).toBe(2);
    expect([table.cell(0, 0), table.cell(1, 0), table.cell(1, 1), table.cell(0, 2), table.cell(1, 2)]).toEqual([
      '1',
      '20',
      'b↵c',
      '',
      'null',
    ]);
  });

  it('of lists numbers its columns from 1', () => {
    const table = readTable([
      ['x', 1],
      ['y', 2.5],
    ]);
    expect(table.columns.map(({ name }) => name)).toEqual(['1', '2']);
    expect(table.cell(1, 1)).toBe('2.5');
  });

  it('can be read of whatever is taken for one', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.array(fc.jsonValue()))), (json) => {
        if (!isTable(json)) return;
        const table = readTable(json);
        for (const [i] of table.columns.entries()) expect(typeof table.cell(0, i)).toBe('string');
      }),
    );
  });
});

describe('pretty JSON', () => {
  it('is indented, and keeps every digit', () => {
    expect(prettyJson('{"a":[1,12345678901234567890,{}],"b" : "x\\"{,"}')).toBe(
      '{\n  "a": [\n    1,\n    12345678901234567890,\n    {}\n  ],\n  "b": "x\\"{,"\n}',
    );
  });

  it('means the same, and a second time changes nothing', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        const pretty = prettyJson(json);
        expect(JSON.parse(pretty)).toEqual(JSON.parse(json));
        expect(prettyJson(pretty)).toBe(pretty);
        expect(pretty.replaceAll(/\s/g, '')).toBe(json.replaceAll(/\s/g, ''));
      }),
    );
  });
});
