/** Stands for what is in a file, within a value: its bytes, or its text where the type takes no bytes. */
export class FileReference {
  readonly path: string;
  readonly as: 'bytes' | 'text';

  constructor(path: string, as: 'bytes' | 'text' = 'bytes') {
    this.path = path;
    this.as = as;
  }
}

/** Makes references of texts such as `@page.md`; `@@text` is the text `@text`. */
export function withFileReferences(value: unknown): unknown {
  return mapTexts(value, (text) => {
    if (text.startsWith('@@')) return text.slice(1);
    return text.startsWith('@') && text.length > 1 ? new FileReference(text.slice(1)) : text;
  });
}

/** Writes texts and references so that `withFileReferences` reads them. */
export function withoutFileReferences(value: unknown): unknown {
  const escaped = mapTexts(value, (text) => (text.startsWith('@') ? `@${text}` : text));
  return mapReferences(escaped, ({ path }) => `@${path}`);
}

/** The files that a value takes, each once. */
export function filesOf(value: unknown): readonly string[] {
  const files = new Set<string>();
  mapReferences(value, (reference) => {
    files.add(reference.path);
    return reference;
  });
  return [...files];
}

export function mapReferences(value: unknown, map: (reference: FileReference) => unknown): unknown {
  return mapLeaves(value, (leaf) => (leaf instanceof FileReference ? map(leaf) : leaf));
}

function mapTexts(value: unknown, map: (text: string) => unknown): unknown {
  return mapLeaves(value, (leaf) => (typeof leaf === 'string' ? map(leaf) : leaf));
}

/** Keys stay as they are. */
function mapLeaves(value: unknown, map: (leaf: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => mapLeaves(item, map));
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [key, mapLeaves(item, map)]));
  if (!isPlainObject(value)) return map(value);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapLeaves(item, map)]));
}

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
