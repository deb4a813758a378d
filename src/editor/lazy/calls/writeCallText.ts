import type { InmateMethod, MethodParameter } from '../../../engine/index.ts';
import { describeCall, describeParameter } from '../../../text/describeMethod.ts';
import { escapeJson, escapeText } from '../../../text/escape.ts';
import { clip } from '../../../text/words.ts';
import { formatArgumentJson } from '../../../wire/json/argumentJson.ts';
import { withoutFileReferences } from '../../../wire/types/fileReference.ts';
import { alternativesOf, ANY, type ValueType } from '../../../wire/types/valueType.ts';
import { l10n } from '../../text/l10n.ts';
import { wordsOfType } from '../arguments/typeWords.ts';
import { argumentNames } from './parameterNames.ts';
import { skeletonOf } from './skeleton.ts';

/** A method, as far as a document tells of it. */
export type WrittenMethod = Pick<InmateMethod, 'name' | 'parameters'> & Partial<Pick<InmateMethod, 'doc'>>;

/** A document that is written, and where what is to be filled in begins. */
export interface WrittenCall {
  readonly text: string;
  /** Offset of the first value. */
  readonly first: number;
}

/** Characters of one line of a comment. */
const MAX_LINE = 160;
/** Members of an object that a comment tells. */
const MAX_MEMBERS = 20;

const BUILT_IN: ReadonlySet<string> = new Set(['Date', 'Uint8Array', 'Buffer', 'ArrayBuffer']);

/** @param given what is known of each argument, in order; those of the rest are one after the other */
export function writeCallText(
  method: WrittenMethod,
  given: readonly ({ readonly value: unknown } | undefined)[],
): WrittenCall {
  const { name, doc, parameters } = method;
  const head = [
    `${describeCall(method)}${doc === undefined ? '' : `: ${doc}`}`,
    l10n.t('Ctrl+Enter (Cmd+Enter) runs it. Saved, it is kept beside the inmate, to be run again and shared.'),
    l10n.t('"@page.md" stands for a file, starting at the folder of the inmate; "@@text" is the text "@text".'),
  ];
  const args = argumentLines(parameters, given);
  const lines = [
    ...head.map(comment),
    '{',
    `  "method": ${JSON.stringify(name)},`,
    ...(args.length === 0 ? ['  "args": {}'] : ['  "args": {', ...args.map((line) => `    ${line}`), '  }']),
    '}',
    '',
  ];
  const text = lines.join('\n');
  return { text, first: firstValue(text) };
}

/** A value as it stands in a document. @param indent spaces of a level, for several lines */
export function writeCallValue(value: unknown, indent = 2): string {
  return formatArgumentJson(withoutFileReferences(value), indent);
}

function argumentLines(
  parameters: readonly MethodParameter[],
  given: readonly ({ readonly value: unknown } | undefined)[],
): readonly string[] {
  const names = argumentNames(parameters);
  const parts = parameters.map((parameter, i) => partOf(parameter, names[i] ?? '', i, given));
  const last = parts.findLastIndex(({ isActive }) => isActive);
  return parts.flatMap(({ about, lines, isActive }, i) => {
    const isBehind = last >= 0 && i > last;
    // Taken out of its comment, a part goes on being JSON, whichever others are: nothing has to be added to it.
    const ended = i === last ? lines : isBehind ? commaFirst(lines) : withComma(lines);
    return [...about.map(comment), ...(isActive ? ended : ended.map((line) => `// ${escapeJson(line)}`))];
  });
}

interface Part {
  readonly about: readonly string[];
  readonly lines: readonly string[];
  /** Whether it is given; else it is there to be taken out of its comment. */
  readonly isActive: boolean;
}

function partOf(
  parameter: MethodParameter,
  name: string,
  index: number,
  given: readonly ({ readonly value: unknown } | undefined)[],
): Part {
  const { shape = ANY, optional, rest } = parameter;
  const values = rest ? given.slice(index).flatMap((each) => (each ? [each.value] : [])) : undefined;
  const one = given[index];
  const isActive = values ? values.length > 0 : one !== undefined || !optional;
  const value = values ?? (one ? one.value : fallbackOf(parameter, shape));
  const lines = `${JSON.stringify(name)}: ${writeCallValue(value)}`.split('\n');
  return { about: aboutParameter(parameter, shape), lines, isActive };
}

function fallbackOf({ defaultValue }: MethodParameter, shape: ValueType): unknown {
  return defaultValue === undefined ? skeletonOf(shape) : defaultValue;
}

function aboutParameter(parameter: MethodParameter, shape: ValueType): readonly string[] {
  const { doc, type } = parameter;
  // What a name of the file's own stands for is not to be seen in it.
  const isNamed = type !== undefined && /^[A-Z][\w$]*$/.test(type) && !BUILT_IN.has(type);
  const words = isNamed && shape.kind !== 'any' && shape.kind !== 'object' ? ` (${wordsOfType(shape)})` : '';
  const declared = `${describeParameter(parameter)}${words}`;
  const members = alternativesOf(shape).flatMap((each) => (each.kind === 'object' ? each.members : []));
  return [
    doc === undefined ? declared : `${declared} — ${doc}`,
    ...members.slice(0, MAX_MEMBERS).map((member) => {
      const mark = member.optional ? '?' : '';
      const told = member.doc === undefined ? '' : ` — ${member.doc}`;
      return `  ${member.name}${mark}: ${wordsOfType(member.type)}${told}`;
    }),
  ];
}

function commaFirst(lines: readonly string[]): readonly string[] {
  return lines.map((line, i) => (i === 0 ? `, ${line}` : line));
}

function withComma(lines: readonly string[]): readonly string[] {
  return lines.map((line, i) => (i === lines.length - 1 ? `${line},` : line));
}

/** A line of a comment; what a stranger wrote stays one line. */
function comment(text: string): string {
  return clip(`// ${escapeText(text)}`, MAX_LINE);
}

function firstValue(text: string): number {
  const args = text.indexOf('"args": {');
  const value = /^ {4}"(?:[^"\\]|\\.)*": "?/m.exec(text.slice(args));
  return value ? args + value.index + value[0].length : args + '"args": {'.length;
}
