import { ANY, unionOf, type ObjectMember, type ObjectType, type ValueType } from '../../../wire/types/valueType.ts';
import { describeParameter } from '../../../text/describeMethod.ts';
import { argumentNames } from './parameterNames.ts';
import type { CalledMethod, KnownMethods } from './readCallText.ts';

/** What a whole document may be, for what is proposed in it. */
export function shapeOfCall(known: KnownMethods, method: string | undefined): ObjectType {
  const names = [...known.methods, ...known.unknown].map(({ name }): ValueType => ({ kind: 'literal', value: name }));
  const called = known.methods.find(({ name }) => name === method);
  return {
    kind: 'object',
    members: [
      { name: 'method', type: names.length === 0 ? { kind: 'text' } : unionOf(names), optional: false },
      { name: 'args', type: called ? shapeOfArguments(called) : ANY, optional: false },
    ],
  };
}

function shapeOfArguments({ parameters }: CalledMethod): ObjectType {
  const names = argumentNames(parameters);
  const members = parameters.map((parameter, i): ObjectMember => {
    const { shape = ANY, optional, rest, doc } = parameter;
    const declared = describeParameter(parameter);
    return {
      name: names[i] ?? parameter.name,
      type: rest ? { kind: 'list', items: shape } : shape,
      optional,
      doc: doc === undefined ? declared : `${declared} — ${doc}`,
    };
  });
  return { kind: 'object', members };
}
