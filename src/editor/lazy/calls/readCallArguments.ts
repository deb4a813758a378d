import { nearestName, type MethodParameter } from '../../../engine/index.ts';
import type { JsoncNode } from '../../../wire/json/jsoncTree.ts';
import { nameOfKey } from '../../../wire/json/jsoncValue.ts';
import { fromTagged } from '../../../wire/json/taggedJson.ts';
import { withFileReferences } from '../../../wire/types/fileReference.ts';
import { fitValue, type ValuePath } from '../../../wire/types/fitValue.ts';
import { ANY, type ValueType } from '../../../wire/types/valueType.ts';
import { messageOf } from '../../../wire/thrown.ts';
import { l10n } from '../../text/l10n.ts';
import { argumentsOf } from '../arguments/argumentFlow.ts';
import { wordsOfProblem } from '../arguments/problemWords.ts';
import { wordsOfType } from '../arguments/typeWords.ts';
import { argumentNames } from './parameterNames.ts';

interface Place {
  readonly start: number;
  readonly end: number;
}

export interface ArgumentsPart {
  readonly text: string;
  /** The value of `args`, where it is there. */
  readonly node: JsoncNode | undefined;
  /** Where it is told that something is missing. */
  readonly place: Place;
  readonly parameters: readonly MethodParameter[];
  readonly valueOf: (node: JsoncNode) => unknown;
  readonly at: (node: JsoncNode, path: ValuePath) => JsoncNode;
  readonly wrong: (message: string, place: Place) => void;
}

type Given = { readonly value: unknown } | undefined;

/** Reads the arguments of a document: an object by the names of the parameters, or a list in their order. */
export function readCallArguments(part: ArgumentsPart): readonly unknown[] {
  const { node, parameters, place, wrong } = part;
  const given = givenBy(part);
  if (!given) return [];
  const { args, missing } = argumentsOf(parameters, given);
  const names = argumentNames(parameters);
  const spot = node ? { start: node.start, end: node.start + 1 } : place;
  for (const parameter of missing) {
    const name = JSON.stringify(names[parameters.indexOf(parameter)] ?? parameter.name);
    wrong(
      parameter.optional
        ? l10n.t('{0} has to be given, since others follow: its default is known only where it runs.', name)
        : l10n.t('{0} is missing: {1}.', name, wordsOfType(parameter.shape ?? ANY)),
      spot,
    );
  }
  return args;
}

function givenBy(part: ArgumentsPart): Given[] | undefined {
  const { node, wrong } = part;
  if (!node) return [];
  if (node.kind === 'list') return byPlace(part, node.items);
  if (node.kind === 'object') return byName(part, node);
  wrong(l10n.t('"args" is an object with the arguments by their names, or a list of them.'), node);
  return undefined;
}

function byPlace(part: ArgumentsPart, items: readonly JsoncNode[]): Given[] {
  const { parameters, wrong } = part;
  return items.map((item, i): Given => {
    const parameter = parameters[i] ?? parameters.at(-1);
    if (!parameter || (i >= parameters.length && !parameter.rest)) {
      wrong(l10n.t('The method takes {0} arguments, and this is one more.', parameters.length), item);
      return undefined;
    }
    return { value: readValue(part, item, parameter.shape ?? ANY) };
  });
}

function byName(part: ArgumentsPart, { members }: JsoncNode & { readonly kind: 'object' }): Given[] {
  const { parameters, text, wrong } = part;
  const names = argumentNames(parameters);
  const given: Given[] = [];
  const seen = new Set<string>();
  for (const { key, value } of members) {
    const name = nameOfKey(text, key);
    const index = names.indexOf(name);
    const parameter = parameters[index];
    if (!parameter || !value) {
      const near = nearestName(name, names);
      const meant = near === undefined ? '' : ` ${l10n.t('Did you mean {0}?', JSON.stringify(near))}`;
      const all = names.length === 0 ? l10n.t('it takes none') : names.join(', ');
      wrong(`${l10n.t('The method has no argument {0}: {1}.', JSON.stringify(name), all)}${meant}`, key);
    } else if (seen.has(name)) {
      wrong(l10n.t('{0} stands here twice: only one of them would count.', JSON.stringify(name)), key);
    } else if (!parameter.rest) {
      given[index] = { value: readValue(part, value, parameter.shape ?? ANY) };
    } else if (value.kind === 'list') {
      for (const [i, item] of value.items.entries()) {
        given[index + i] = { value: readValue(part, item, parameter.shape ?? ANY) };
      }
    } else {
      wrong(l10n.t('{0} takes the rest of the arguments: write them as a list.', JSON.stringify(name)), value);
    }
    seen.add(name);
  }
  return Array.from(given);
}

/** The value of a part as its type means it, with references to files. What is wrong is told at its place. */
function readValue({ valueOf, at, wrong }: ArgumentsPart, node: JsoncNode, shape: ValueType): unknown {
  try {
    const { value, problems } = fitValue(withFileReferences(fromTagged(valueOf(node))), shape);
    for (const problem of problems) {
      const found = at(node, problem.path);
      const isWhole = problem.kind === 'missing member' && found.kind === 'object';
      wrong(wordsOfProblem(problem), isWhole ? { start: found.start, end: found.start + 1 } : found);
    }
    return value;
  } catch (error) {
    wrong(messageOf(error), node);
    return undefined;
  }
}
