import { homedir, tmpdir } from 'node:os';

const HOMES =
  /(?<![\w.-])(?:\/(?:home|Users)\/[^/\s"'`<>|:;,()]{1,255}|\/root(?![\w.-])|[A-Za-z]:[\\/]{1,2}Users[\\/]{1,2}[^\\/\s"'`<>|:;,()]{1,255})/g;
const TEMPS =
  /(?<![\w.-])(?:(?:\/private)?\/var\/folders\/[^/\s"']{1,64}\/[^/\s"']{1,64}\/T|(?:\/private)?\/(?:var\/)?tmp(?![\w.-])|~[\\/]{1,2}AppData[\\/]{1,2}Local[\\/]{1,2}Temp)/g;

/**
 * Takes the places of this machine out of what is passed on: the folder of the inmate, folders of users, temporary
 * ones. What a file is called within them stays.
 */
export class LocalPaths {
  /** Longest first: the inmate's folder may be in the user's. */
  readonly #known: readonly (readonly [path: string, instead: string])[];

  constructor(inmateDir: string | null, home = homedir(), temp = tmpdir()) {
    const known = new Map<string, string>();
    const add = (path: string, instead: string): void => {
      // A root or a relative name would take away what is no place.
      if (!/^(?:[/\\]|[A-Za-z]:[\\/]).+/.test(path) || path.length < 4) return;
      for (const form of formsOf(path)) if (!known.has(form)) known.set(form, instead);
    };
    if (inmateDir !== null) {
      const dir = inmateDir.replace(/[\\/]+$/, '');
      add(dir, '');
      add(dir.replace(/[\\/][^\\/]*$/, ''), '..');
    }
    add(temp, '<temp>');
    add(home, '~');
    this.#known = [...known].toSorted(([a], [b]) => b.length - a.length);
  }

  /** The text without local places. */
  text(text: string): string {
    let result = text;
    for (const [path, instead] of this.#known) {
      if (!result.includes(path)) continue;
      result = replaceAll(result, path, instead);
    }
    return result.replace(HOMES, '~').replace(TEMPS, '<temp>');
  }

  /** The same for bytes: of text in any encoding that has ASCII in it. */
  bytes(bytes: Uint8Array): Uint8Array {
    const text = latin(bytes);
    const clean = this.text(text);
    return clean === text ? bytes : Uint8Array.from(Buffer.from(clean, 'latin1'));
  }

  /** The same, of the same length: the places are overwritten, and the structure around them stays. */
  masked(bytes: Uint8Array): Uint8Array {
    const text = latin(bytes);
    let masked = text;
    for (const [path] of this.#known) masked = masked.replaceAll(path, '*'.repeat(path.length));
    const mask = (found: string): string => '*'.repeat(found.length);
    masked = masked.replace(HOMES, mask).replace(TEMPS, mask);
    return masked === text ? bytes : Uint8Array.from(Buffer.from(masked, 'latin1'));
  }

  /** The same for all texts and keys of a value as JSON, and for the bytes in it. */
  json(value: unknown): unknown {
    if (typeof value === 'string') return this.text(value);
    if (Array.isArray(value)) return value.map((item) => this.json(item));
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value);
    const isBytes =
      entries.some(([key]) => key === 'base64') && entries.every(([key]) => key === 'base64' || key === 'ext');
    return Object.fromEntries(
      entries.map(([key, item]: [string, unknown]) => {
        if (isBytes && key === 'base64' && typeof item === 'string') {
          return [key, Buffer.from(this.masked(Buffer.from(item, 'base64'))).toString('base64')];
        }
        return [this.text(key), this.json(item)];
      }),
    );
  }
}

/** A path as it is printed: with either slash, doubled in source text, as in a URL, and as UTF-8 read byte by byte. */
function formsOf(path: string): readonly string[] {
  const slashed = path.replaceAll('\\', '/');
  const url = encodeURI(slashed);
  const forms = [path, slashed, path.replaceAll('\\', '\\\\'), url, Buffer.from(path).toString('latin1')];
  return [...new Set([...forms.map((form) => `file://${form}`), `file:///${url}`, ...forms])];
}

/** Takes a folder away, with the slash behind it if nothing stands for it. */
function replaceAll(text: string, path: string, instead: string): string {
  let result = '';
  let from = 0;
  for (let at = text.indexOf(path); at !== -1; at = text.indexOf(path, from)) {
    const end = at + path.length;
    const next = text[end] ?? '';
    // `/home/a` is not a part of `/home/abc`.
    const isWhole = !/[\w-]/.test(next);
    result += text.slice(from, at) + (isWhole ? instead : path);
    from = end;
    if (!isWhole || instead !== '') continue;
    const slash = /^[\\/]+/.exec(text.slice(end, end + 4))?.[0] ?? '';
    if (slash === '') result += '.';
    from += slash.length;
  }
  return result + text.slice(from);
}

function latin(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
