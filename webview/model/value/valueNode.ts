import { readCut, type Cut } from '../../../src/protocol/value/cut.ts';
import { formatsFor, type Formats } from '../format.ts';
import { bytesOfBase64, hexOf, sizeOfBase64 } from '../text/base64.ts';
import { textLines } from '../text/textLines.ts';
import { visibleLine, visibleName } from '../text/visibleText.ts';

export type ValueKind =
  | 'null'
  | 'boolean'
  | 'number'
  | 'bigint'
  | 'string'
  | 'bytes'
  | 'date'
  | 'ext'
  | 'array'
  | 'object'
  | 'map'
  | 'unknown';

export interface ValueChild {
  /** The key as the tree shows it, with visible control characters; empty for a line of a text or of bytes. */
  readonly key: string;
  /** A piece of a text or of bytes is no value of its own. */
  readonly value: unknown;
  readonly isPiece: boolean;
}

/** A value of the wire, read from its tagged JSON (`{"base64": …}` for bytes, and so on), as the tree shows it. */
export interface ValueNode {
  readonly kind: ValueKind;
  /** One line: the value, or what it holds. It says how long the value is where that is not all of it. */
  readonly preview: string;
  /** Children at hand: items, members, entries; lines of a long text and of bytes. 0 for the rest. */
  readonly count: number;
  /** Items, members or entries, characters or bytes of the whole value. */
  readonly size: number;
  /** How many of these are at hand, and how many only the host has, behind them. */
  readonly shown: number;
  readonly rest: number;
  children(from: number, to: number): readonly ValueChild[];
}

/** What a preview is counted with. */
type ValueFormats = Pick<Formats, 'count' | 'size'>;

const ENGLISH = formatsFor('en');

/** Characters of a text in a preview, and bytes. */
const MAX_PREVIEW = 300;
const PREVIEW_BYTES = 16;
const PREVIEW_KEYS = 8;

const NO_CHILDREN = (): readonly ValueChild[] => [];

export function readValue(json: unknown, formats: ValueFormats = ENGLISH): ValueNode {
  const cut = readCut(json);
  const shown = cut ? cut.shown : json;
  if (cut?.of === 'value') return { ...leaf('unknown', `<${formats.size(cut.size)}>`), size: cut.size };
  if (shown === null || shown === undefined) return leaf('null', 'null');
  if (typeof shown === 'boolean') return leaf('boolean', String(shown));
  if (typeof shown === 'number') return leaf('number', String(shown));
  if (typeof shown === 'string') return textNode(shown, cut);
  if (isList(shown)) return listNode(shown, cut, formats);
  if (typeof shown !== 'object') return leaf('null', '');
  const entries = Object.entries(shown);
  return tagNode(new Map(entries), cut, formats) ?? objectNode(entries, cut, formats);
}

function isList(json: unknown): json is readonly unknown[] {
  return Array.isArray(json);
}

function leaf(kind: ValueKind, preview: string): ValueNode {
  return { kind, preview, count: 0, size: 0, shown: 0, rest: 0, children: NO_CHILDREN };
}

/** `8,332 of 10,000`, or `10,000` where all of them are there. */
function counted(shown: number, cut: Cut | undefined, format: (count: number) => string): string {
  return cut ? `${format(shown)} of ${format(cut.size)}` : format(shown);
}

function textNode(text: string, cut: Cut | undefined): ValueNode {
  const lines = textLines(text);
  const size = cut?.size ?? text.length;
  const head = text.slice(0, MAX_PREVIEW);
  const isShort = head.length === size;
  const preview = `"${visibleLine(head)}"${isShort ? '' : '…'}`;
  const hasLines = lines.length > 1 || !isShort;
  return {
    kind: 'string',
    preview,
    count: hasLines ? lines.length : 0,
    size,
    shown: text.length,
    rest: cut?.rest ?? 0,
    children: (from, to) => lines.slice(from, to).map((value) => ({ key: '', value, isPiece: true })),
  };
}

function listNode(items: readonly unknown[], cut: Cut | undefined, formats: ValueFormats): ValueNode {
  return {
    kind: 'array',
    preview: `[${counted(items.length, cut, formats.count)}]`,
    count: items.length,
    ...sizesOf(items.length, cut),
    children: (from, to) => items.slice(from, to).map((value, i) => ({ key: String(from + i), value, isPiece: false })),
  };
}

function objectNode(
  entries: readonly (readonly [string, unknown])[],
  cut: Cut | undefined,
  formats: ValueFormats,
): ValueNode {
  const keys = entries.slice(0, PREVIEW_KEYS).map(([key]) => shortKey(key));
  const size = cut?.size ?? entries.length;
  const more = size > keys.length ? [`… ${formats.count(size)}`] : [];
  return {
    kind: 'object',
    preview: `{${[...keys, ...more].join(', ')}}`,
    count: entries.length,
    ...sizesOf(entries.length, cut),
    children: (from, to) =>
      entries.slice(from, to).map(([key, value]) => ({ key: visibleName(key), value, isPiece: false })),
  };
}

function sizesOf(shown: number, cut: Cut | undefined): Pick<ValueNode, 'size' | 'shown' | 'rest'> {
  return { size: cut?.size ?? shown, shown, rest: cut?.rest ?? 0 };
}

/** Reads a tag. No object looks like one: the host writes objects with exactly these members as a map. */
function tagNode(
  members: ReadonlyMap<string, unknown>,
  cut: Cut | undefined,
  formats: ValueFormats,
): ValueNode | undefined {
  if (members.size === 2) {
    const [ext, base64] = [members.get('ext'), members.get('base64')];
    if (typeof ext !== 'number' || typeof base64 !== 'string') return undefined;
    return bytesNode('ext', `ext ${ext} `, base64, cut, formats);
  }
  const [tag, content] = members.size === 1 ? ([...members][0] ?? []) : [];
  if (tag === 'map' && isList(content)) return mapNode(content, cut, formats);
  if (typeof content !== 'string') return undefined;
  if (tag === 'base64') return bytesNode('bytes', '', content, cut, formats);
  if (tag === 'bigint') return leaf('bigint', visibleLine(content));
  if (tag === 'date') return leaf('date', visibleLine(content));
  return tag === 'float' ? leaf('number', visibleLine(content)) : undefined;
}

function mapNode(pairs: readonly unknown[], cut: Cut | undefined, formats: ValueFormats): ValueNode {
  return {
    kind: 'map',
    preview: `Map(${counted(pairs.length, cut, formats.count)})`,
    count: pairs.length,
    ...sizesOf(pairs.length, cut),
    children: (from, to) =>
      pairs.slice(from, to).map((pair) => {
        const [key, value] = isList(pair) ? pair : [];
        return { key: readValue(key, formats).preview, value, isPiece: false };
      }),
  };
}

/** Bytes, sixteen on a line. */
function bytesNode(
  kind: 'bytes' | 'ext',
  prefix: string,
  base64: string,
  cut: Cut | undefined,
  formats: ValueFormats,
): ValueNode {
  const shown = sizeOfBase64(base64);
  const size = cut?.size ?? shown;
  const head = hexOf(bytesOfBase64(base64, 0, PREVIEW_BYTES));
  const isShort = size <= PREVIEW_BYTES;
  return {
    kind,
    preview: `${prefix}<${formats.size(size)}>${head === '' ? '' : ` ${head}`}${isShort ? '' : ' …'}`,
    count: isShort ? 0 : Math.ceil(shown / PREVIEW_BYTES),
    size,
    shown,
    rest: cut?.rest ?? 0,
    children: (from, to) =>
      Array.from({ length: Math.max(0, Math.min(to, Math.ceil(shown / PREVIEW_BYTES)) - from) }, (_, i) => {
        const line = bytesOfBase64(base64, (from + i) * PREVIEW_BYTES, PREVIEW_BYTES);
        return { key: '', value: hexOf(line), isPiece: true };
      }),
  };
}

function shortKey(key: string): string {
  return key.length > 24 ? `${visibleLine(key.slice(0, 24))}…` : visibleName(key);
}
