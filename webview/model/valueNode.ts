import { visibleLine } from './visibleText.ts';

export type ValueKind =
  'null' | 'boolean' | 'number' | 'bigint' | 'string' | 'bytes' | 'date' | 'ext' | 'array' | 'object' | 'map';

export interface ValueChild {
  /** The key as the tree shows it, with visible control characters. */
  readonly key: string;
  readonly value: unknown;
}

/** A value of the wire, read from its tagged JSON (`{"base64": …}` for bytes, and so on), as the tree shows it. */
export interface ValueNode {
  readonly kind: ValueKind;
  /** One line: the value, or what it holds. */
  readonly preview: string;
  /** Items of a list, members of an object, entries of a map; 0 for the rest. */
  readonly count: number;
  children(from: number, to: number): readonly ValueChild[];
}

const MAX_PREVIEW = 300;
const NO_CHILDREN = (): readonly ValueChild[] => [];

export function readValue(json: unknown): ValueNode {
  if (json === null || json === undefined) return leaf('null', 'null');
  if (typeof json === 'boolean') return leaf('boolean', String(json));
  if (typeof json === 'number') return leaf('number', String(json));
  if (typeof json === 'string') return leaf('string', `"${short(json)}"`);
  if (Array.isArray(json)) return listNode(json);
  if (typeof json !== 'object') return leaf('string', '');
  const entries = Object.entries(json);
  return tagNode(new Map(entries)) ?? objectNode(entries);
}

/** The value as text: a string unchanged, anything else as indented JSON. */
export function valueText(json: unknown): string {
  return typeof json === 'string' ? json : JSON.stringify(json ?? null, null, 2);
}

function isList(json: unknown): json is readonly unknown[] {
  return Array.isArray(json);
}

function leaf(kind: ValueKind, preview: string): ValueNode {
  return { kind, preview, count: 0, children: NO_CHILDREN };
}

function listNode(items: readonly unknown[]): ValueNode {
  return {
    kind: 'array',
    preview: `[${items.length}]`,
    count: items.length,
    children: (from, to) => items.slice(from, to).map((value, i) => ({ key: String(from + i), value })),
  };
}

function objectNode(entries: readonly (readonly [string, unknown])[]): ValueNode {
  const keys = entries.slice(0, 8).map(([key]) => shortKey(key));
  return {
    kind: 'object',
    preview: `{${keys.join(', ')}${entries.length > keys.length ? ', …' : ''}}`,
    count: entries.length,
    children: (from, to) => entries.slice(from, to).map(([key, value]) => ({ key: visibleLine(key), value })),
  };
}

/** Reads a tag. No object looks like one: `toTagged` writes objects with exactly these members as a map. */
function tagNode(members: ReadonlyMap<string, unknown>): ValueNode | undefined {
  if (members.size === 2) {
    const [ext, base64] = [members.get('ext'), members.get('base64')];
    if (typeof ext !== 'number' || typeof base64 !== 'string') return undefined;
    return leaf('ext', `ext ${ext} ${bytesPreview(base64)}`);
  }
  const [tag, content] = members.size === 1 ? ([...members][0] ?? []) : [];
  if (tag === 'map' && Array.isArray(content)) return mapNode(content);
  if (typeof content !== 'string') return undefined;
  if (tag === 'base64') return leaf('bytes', bytesPreview(content));
  if (tag === 'bigint') return leaf('bigint', short(content));
  if (tag === 'date') return leaf('date', short(content));
  if (tag === 'float') return leaf('number', short(content));
  return undefined;
}

function mapNode(pairs: readonly unknown[]): ValueNode {
  return {
    kind: 'map',
    preview: `Map(${pairs.length})`,
    count: pairs.length,
    children: (from, to) =>
      pairs.slice(from, to).map((pair) => {
        const [key, value] = isList(pair) ? pair : [];
        return { key: readValue(key).preview, value };
      }),
  };
}

function bytesPreview(base64: string): string {
  const size = Math.max(
    0,
    Math.floor((base64.length * 3) / 4) - (base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0),
  );
  return `<${size} B> ${hexOfBase64(base64, 16)}${size > 16 ? ' …' : ''}`;
}

function hexOfBase64(base64: string, bytes: number): string {
  try {
    const binary = atob(base64.slice(0, Math.ceil(bytes / 3) * 4));
    return Array.from(binary.slice(0, bytes), (character) =>
      character.charCodeAt(0).toString(16).padStart(2, '0'),
    ).join(' ');
  } catch {
    return '';
  }
}

function short(text: string): string {
  return text.length > MAX_PREVIEW ? `${visibleLine(text.slice(0, MAX_PREVIEW))}…` : visibleLine(text);
}

function shortKey(key: string): string {
  return key.length > 24 ? `${visibleLine(key.slice(0, 24))}…` : visibleLine(key);
}
