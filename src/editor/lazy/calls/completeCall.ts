import { parseJsonc, type JsoncNode, type JsoncObject } from '../../../wire/json/jsoncTree.ts';
import { nameOfKey } from '../../../wire/json/jsoncValue.ts';
import { alternativesOf, type ObjectMember, type ValueType } from '../../../wire/types/valueType.ts';
import { l10n } from '../../text/l10n.ts';
import { wordsOfType } from '../arguments/typeWords.ts';
import { shapeOfCall } from './callShape.ts';
import { methodIn, type KnownMethods } from './readCallText.ts';
import { skeletonOf } from './skeleton.ts';
import { writeCallValue } from './writeCallText.ts';

/** Something that is proposed where a document is being typed. */
export interface Proposal {
  readonly kind: 'member' | 'value' | 'file';
  readonly label: string;
  /** What is put in place of `start` to `end`. */
  readonly insert: string;
  readonly start: number;
  readonly end: number;
  /** Type, in words. */
  readonly detail: string;
  readonly doc: string | undefined;
}

/** What a cursor is at. */
type Spot =
  | {
      readonly kind: 'member';
      readonly types: readonly ValueType[];
      readonly node: JsoncObject;
      readonly start: number;
      readonly end: number;
      readonly hasValue: boolean;
    }
  | { readonly kind: 'value'; readonly types: readonly ValueType[]; readonly start: number; readonly end: number };

/** What may stand at a place of a document that calls a method. */
export function completeCall(text: string, offset: number, known: KnownMethods): readonly Proposal[] {
  const { root } = parseJsonc(text);
  if (!root || isInComment(text, offset)) return [];
  const spot = spotAt(text, offset, root, [shapeOfCall(known, methodIn(text, root))]);
  if (!spot) return [];
  return spot.kind === 'member' ? proposeMembers(text, spot) : spot.types.flatMap((type) => proposeValues(type, spot));
}

function spotAt(text: string, offset: number, node: JsoncNode, types: readonly ValueType[]): Spot | undefined {
  const flat = types.flatMap(alternativesOf);
  if (node.kind === 'scalar') {
    const isAt = node.start <= offset && offset <= node.end;
    return isAt ? { kind: 'value', types: flat, start: node.start, end: node.end } : undefined;
  }
  if (offset <= node.start || (offset >= node.end && isClosed(text, node))) return undefined;
  if (node.kind === 'list') {
    const at = node.items.findIndex((item) => item.start <= offset && offset <= item.end);
    const item = node.items[at];
    const index = at < 0 ? node.items.filter(({ end }) => end <= offset).length : at;
    const inner = flat.flatMap((type) => typeAtIndex(type, index));
    return item
      ? spotAt(text, offset, item, inner)
      : { kind: 'value', types: inner.flatMap(alternativesOf), start: offset, end: offset };
  }
  for (const { key, value } of node.members) {
    if (key.start <= offset && offset <= key.end) {
      return { kind: 'member', types: flat, node, start: key.start, end: key.end, hasValue: value !== undefined };
    }
    const inner = flat.flatMap((type) => typeAtName(type, nameOfKey(text, key)));
    if (value && value.start <= offset && offset <= value.end) return spotAt(text, offset, value, inner);
    const isBehindColon = /^\s*:[^\S\n\r]*$/.test(text.slice(key.end, offset));
    if (offset > key.end && isBehindColon && (!value || value.start > offset)) {
      return { kind: 'value', types: inner.flatMap(alternativesOf), start: offset, end: offset };
    }
  }
  return { kind: 'member', types: flat, node, start: offset, end: offset, hasValue: false };
}

function isClosed(text: string, { start, end }: JsoncNode): boolean {
  return end > start + 1 && /[}\]]/.test(text.charAt(end - 1));
}

function typeAtIndex(type: ValueType, index: number): readonly ValueType[] {
  if (type.kind === 'list') return [type.items];
  if (type.kind !== 'tuple') return [];
  const item = type.items[index] ?? type.rest;
  return item ? [item] : [];
}

function typeAtName(type: ValueType, name: string): readonly ValueType[] {
  if (type.kind === 'record') return [type.values];
  if (type.kind !== 'object') return [];
  const found = type.members.find((member) => member.name === name)?.type ?? type.others;
  return found ? [found] : [];
}

function proposeMembers(text: string, spot: Spot & { readonly kind: 'member' }): readonly Proposal[] {
  const { node, start, end, hasValue } = spot;
  const typed = text.slice(start, end);
  const taken = new Set(node.members.filter(({ key }) => key.start !== start).map(({ key }) => nameOfKey(text, key)));
  const members = new Map<string, ObjectMember>();
  for (const type of spot.types) {
    if (type.kind !== 'object') continue;
    for (const member of type.members) if (!taken.has(member.name)) members.set(member.name, member);
  }
  const hasColon = hasValue || /^\s*:/.test(text.slice(end, end + 100));
  // What follows on another line needs a comma in front of it.
  const comma = !hasColon && typed !== '' ? '' : /^(?:\s|\/\/[^\n]*\n)*"/.test(text.slice(end, end + 2000)) ? ',' : '';
  return [...members.values()].map(({ name, type, optional, doc }) => ({
    kind: 'member',
    label: name,
    insert: hasColon ? JSON.stringify(name) : `${JSON.stringify(name)}: ${writeCallValue(skeletonOf(type), 0)}${comma}`,
    start,
    end,
    detail: optional ? l10n.t('{0}, optional', wordsOfType(type)) : wordsOfType(type),
    doc,
  }));
}

function proposeValues(type: ValueType, { start, end }: Spot): readonly Proposal[] {
  const value = (insert: string, label = insert, kind: Proposal['kind'] = 'value'): Proposal => {
    return { kind, label, insert, start, end, detail: wordsOfType(type), doc: undefined };
  };
  const file = value('"@"', l10n.t('"@…": a file'), 'file');
  switch (type.kind) {
    case 'literal':
      return [value(writeCallValue(type.value, 0), JSON.stringify(type.value))];
    case 'truth':
      return [value('true'), value('false')];
    case 'nothing':
      return [value('null')];
    case 'bytes':
      return [file, value('{ "base64": "" }')];
    case 'text':
      return [value('""'), file];
    case 'number':
    case 'integer':
      return [value('0')];
    case 'date':
    case 'list':
    case 'tuple':
    case 'record':
    case 'object':
      return [value(writeCallValue(skeletonOf(type), 0))];
    case 'any':
    case 'union':
      return [];
  }
}

const TOKEN = /"(?:[^"\\\n\r]|\\[^\n\r])*"?|\/\/[^\n\r]*|\/\*[^]*?(?:\*\/|$)/g;

/** Whether a comment is being typed. */
function isInComment(text: string, offset: number): boolean {
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    if (index >= offset) return false;
    const isOpen = token.startsWith('//') || !token.endsWith('*/');
    if (token.startsWith('/') && (offset < index + token.length || (isOpen && offset === index + token.length)))
      return true;
  }
  return false;
}
