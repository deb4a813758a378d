import { ISO_DATE_PATTERN } from './isoDate.ts';
import { checkedAlternatives, type ObjectType, type ValueType } from './valueType.ts';

/** A schema of draft 2020-12, as data. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

/** A parameter, as far as a schema tells of it. */
export interface SchemaParameter {
  readonly name: string;
  readonly shape?: ValueType;
  readonly optional: boolean;
  readonly rest: boolean;
  readonly doc?: string;
}

/** What makes an object one of the forms that stand for something else, such as bytes. */
const TAG_NAMES = ['base64', 'bigint', 'date', 'float', 'map'] as const;
const NO_TAG: JsonSchema = {
  not: {
    anyOf: [
      ...TAG_NAMES.map((name) => ({ required: [name], maxProperties: 1 })),
      { required: ['ext', 'base64'], maxProperties: 2 },
    ],
  },
};

/** The zero that JSON has no form for, which is a whole number too. */
const MINUS_ZERO: JsonSchema = {
  type: 'object',
  properties: { float: { const: '-0' } },
  required: ['float'],
  additionalProperties: false,
};

/**
 * The schema of JSON that stands for a value of a type, tagged forms such as `{"base64": "…"}` included. It accepts
 * exactly what `fitValue` accepts, of JSON that can be read at all and has no `{"map": …}`.
 */
export function schemaOfType(type: ValueType): JsonSchema {
  switch (type.kind) {
    case 'any':
      return {};
    case 'text':
      return { type: 'string' };
    case 'number':
      return { anyOf: [{ type: 'number' }, tag('float'), tag('bigint')] };
    case 'integer':
      return { anyOf: [{ type: 'integer' }, tag('bigint'), MINUS_ZERO] };
    case 'truth':
      return { type: 'boolean' };
    case 'nothing':
      return { type: 'null' };
    case 'bytes':
      return tag('base64');
    case 'date':
      return { anyOf: [{ type: 'string', pattern: ISO_DATE_PATTERN }, tag('date')] };
    case 'literal':
      return type.value === 0 ? { anyOf: [{ const: 0 }, MINUS_ZERO] } : { const: type.value };
    case 'list':
      return { type: 'array', items: schemaOfType(type.items) };
    case 'tuple':
      return {
        type: 'array',
        ...(type.items.length > 0 ? { prefixItems: type.items.map(schemaOfType) } : {}),
        minItems: type.least,
        items: type.rest ? schemaOfType(type.rest) : false,
      };
    case 'record':
      return schemaOfObject({ kind: 'object', members: [], others: type.values });
    case 'object':
      return schemaOfObject(type);
    case 'union':
      return schemaOfUnion(type);
  }
}

/** The schema of all arguments of a method as one object, by their names: what other tools call an input schema. */
export function schemaOfParameters(parameters: readonly SchemaParameter[]): JsonSchema {
  const named = parameters.map((parameter): readonly [string, JsonSchema] => {
    const { name, shape = { kind: 'any' }, rest, doc } = parameter;
    const schema = schemaOfType(rest ? { kind: 'list', items: shape } : shape);
    return [name, doc === undefined ? schema : { ...schema, description: doc }];
  });
  return {
    type: 'object',
    properties: Object.fromEntries(named),
    required: parameters.filter(({ optional }) => !optional).map(({ name }) => name),
    additionalProperties: false,
  };
}

function schemaOfUnion(type: ValueType): JsonSchema {
  const alternatives = checkedAlternatives(type);
  const literals = [...new Set(alternatives.flatMap((each) => (each.kind === 'literal' ? [each.value] : [])))];
  const others = [
    ...(literals.includes(0) ? [MINUS_ZERO] : []),
    ...alternatives.filter(({ kind }) => kind !== 'literal').map(schemaOfType),
  ];
  const [only, ...more] = [...(literals.length > 0 ? [{ enum: literals }] : []), ...others];
  return only && more.length === 0 ? only : { anyOf: [only, ...more] };
}

function schemaOfObject({ members, others }: ObjectType): JsonSchema {
  const required = members.filter(({ optional }) => !optional).map(({ name }) => name);
  const properties = members.map(({ name, type, doc }) => {
    const schema = schemaOfType(type);
    return [name, doc === undefined ? schema : { ...schema, description: doc }] as const;
  });
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    required,
    additionalProperties: others ? schemaOfType(others) : false,
    ...(mayLookLikeTag(members, required, others !== undefined) ? NO_TAG : {}),
  };
}

/** Whether an object of these members can have those of a tag and no others. */
function mayLookLikeTag(members: ObjectType['members'], required: readonly string[], isOpen: boolean): boolean {
  const tags: readonly (readonly string[])[] = [...TAG_NAMES.map((name) => [name]), ['ext', 'base64']];
  const names = new Set(members.map(({ name }) => name));
  return tags.some(
    (keys) => required.every((name) => keys.includes(name)) && keys.every((key) => isOpen || names.has(key)),
  );
}

/** A tagged form; that what is in it is right, its reader says. */
function tag(name: (typeof TAG_NAMES)[number]): JsonSchema {
  return {
    type: 'object',
    properties: { [name]: { type: 'string' } },
    required: [name],
    additionalProperties: false,
  };
}
