import fc from 'fast-check';
import type { ValueType } from '../../../../src/wire/types/valueType.ts';

const name = fc.constantFrom('a', 'b', 'c', 'base64', 'date', 'ext');
const plain = fc.constantFrom<ValueType>(
  { kind: 'any' },
  { kind: 'text' },
  { kind: 'number' },
  { kind: 'integer' },
  { kind: 'truth' },
  { kind: 'nothing' },
  { kind: 'bytes' },
  { kind: 'date' },
);
const literal = fc
  .constantFrom<string | number | boolean>('a', 'fast', '2024-01-01', 0, 1, -2.5, true, false)
  .map((value): ValueType => ({ kind: 'literal', value }));

/** Types of a few levels, those that look like tagged forms among them. */
export const valueType: fc.Arbitrary<ValueType> = fc.letrec<{ type: ValueType }>((tie) => ({
  type: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    plain,
    literal,
    tie('type').map((items): ValueType => ({ kind: 'list', items })),
    tie('type').map((values): ValueType => ({ kind: 'record', values })),
    fc
      .tuple(fc.array(tie('type'), { maxLength: 3 }), fc.nat(3), fc.option(tie('type'), { nil: undefined }))
      .map(([items, least, rest]): ValueType => {
        return { kind: 'tuple', items, least: Math.min(least, items.length), ...(rest ? { rest } : {}) };
      }),
    fc
      .tuple(
        fc.uniqueArray(fc.tuple(name, tie('type'), fc.boolean()), { maxLength: 3, selector: ([key]) => key }),
        fc.option(tie('type'), { nil: undefined, freq: 4 }),
      )
      .map(([members, others]): ValueType => {
        const list = members.map(([key, type, optional]) => ({ name: key, type, optional }));
        return { kind: 'object', members: list, ...(others ? { others } : {}) };
      }),
    fc.array(tie('type'), { minLength: 2, maxLength: 3 }).map((members): ValueType => ({ kind: 'union', members })),
  ),
})).type;

const scalar = fc.constantFrom<unknown>(
  null,
  true,
  false,
  0,
  -0,
  1,
  -2.5,
  7,
  1e300,
  'a',
  'fast',
  '',
  '2024-02-29',
  '2024-01-01',
  '2023-02-29',
  '2024-01-01T10:00:00Z',
  '2024-01-01T24:00:00Z',
  '2024-01-01T10:00',
  { base64: 'AP8=' },
  { base64: '' },
  { date: '2024-01-01T10:00:00.000Z' },
  { float: 'NaN' },
  { float: '-0' },
  { bigint: '18446744073709551615' },
  { ext: 5, base64: 'AA==' },
  { base64: 'AA==', a: 1 },
);

/** JSON that can be read, without `{"map"}`; some of it has the form of something else. */
export const readableJson: fc.Arbitrary<unknown> = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('json'), { maxLength: 3 }),
    fc
      .uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), tie('json')), {
        maxLength: 3,
        selector: ([key]) => key,
      })
      .map((entries): unknown => Object.fromEntries(entries)),
  ),
})).json;

/** JSON that is likely to be of a type. */
export function jsonOf(type: ValueType): fc.Arbitrary<unknown> {
  switch (type.kind) {
    case 'any':
      return readableJson;
    case 'literal':
      return fc.constant(type.value);
    case 'list':
      return fc.array(jsonOf(type.items), { maxLength: 3 });
    case 'tuple':
      return fc.tuple(...type.items.map(jsonOf)).map((items): unknown => items.slice(0, Math.max(type.least, 1)));
    case 'record':
      return fc.dictionary(fc.constantFrom('a', 'b', 'x'), jsonOf(type.values), { maxKeys: 3, noNullPrototype: true });
    case 'object': {
      const members = type.members.map((member) =>
        fc
          .option(jsonOf(member.type), { nil: undefined, freq: member.optional ? 1 : 20 })
          .map((value) => [member.name, value]),
      );
      return fc.tuple(...members).map((entries): unknown => {
        return Object.fromEntries(entries.filter(([, value]) => value !== undefined) as [string, unknown][]);
      });
    }
    case 'union':
      return fc.oneof(...type.members.map(jsonOf));
    default:
      return scalar;
  }
}
