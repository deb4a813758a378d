import path from 'node:path';
import { dialectOf, type Dialect } from '../source/dialect.ts';
import { CompilerOptions } from '../source/compilerOptions.ts';
import type { ModuleCache } from './moduleCache.ts';
import { PackageManifests } from '../resolve/packageManifest.ts';
import { parseSource } from '../source/parseSource.ts';
import { readExports } from './readModule.ts';
import { readWithin } from '../thread/readWithin.ts';
import { SourceText } from '../source/sourceText.ts';
import type { StoredModule } from './storedModule.ts';
import { keyOf } from '../thread/keyOf.ts';
import type { Piece, Refused } from '../thread/piece.ts';

export type { StoredModule } from './storedModule.ts';

/** Modules that are read of one inmate; more than any inmate has of its own. */
const MAX_MODULES = 200;
/** Characters of one module and of all of them together, and milliseconds of processor time for reading them. */
const MAX_MODULE = 2 * 1024 * 1024;
const MAX_CHARACTERS = 8 * 1024 * 1024;
const MAX_TIME = 3000;

export interface StoreOptions {
  /** Texts in place of files, by absolute path: as they are in an editor. */
  readonly texts?: ReadonlyMap<string, string> | undefined;
  /** What must not be read again. */
  readonly refused?: Refused;
  /** Called before each piece of work that a source can make long. */
  readonly onBegin?: (piece: Piece) => void;
  readonly cache?: ModuleCache;
}

/** Reads and parses the modules of one inmate, each once, within bounds. */
export class ModuleStore {
  readonly root: string;
  readonly manifests: PackageManifests;
  readonly compilerOptions: CompilerOptions;
  readonly #modules = new Map<string, Promise<StoredModule | string>>();
  readonly #options: StoreOptions;
  readonly #started = process.cpuUsage();
  #characters = 0;

  /** @param root absolute path of the inmate's folder, without symbolic links */
  constructor(root: string, options: StoreOptions = {}) {
    this.root = root;
    this.manifests = new PackageManifests(root);
    this.compilerOptions = new CompilerOptions(root);
    this.#options = options;
  }

  /** Reports the current piece of work, so that the waiting thread knows what takes so long. */
  begin(piece: Piece): void {
    this.#options.onBegin?.(piece);
  }

  /** @param file absolute path @returns the module, or why it is not read */
  read(file: string): Promise<StoredModule | string> {
    const known = this.#modules.get(file) ?? this.#read(file);
    this.#modules.set(file, known);
    return known;
  }

  /** Absolute paths of the modules and manifests that were asked for. */
  get files(): readonly string[] {
    return [...this.#modules.keys(), ...this.manifests.files];
  }

  /** Path within the inmate's folder, with `/`. */
  within(file: string): string {
    return path.relative(this.root, file).split(path.sep).join('/');
  }

  async #read(file: string): Promise<StoredModule | string> {
    const { refused, texts, cache } = this.#options;
    const refusal = refused?.pieces.get(file) ?? refused?.all;
    if (refusal !== undefined) return refusal;
    if (this.#modules.size >= MAX_MODULES) return 'has too many modules';
    const { user, system } = process.cpuUsage(this.#started);
    if (user + system > MAX_TIME * 1000) return 'is not read: the inmate takes too long to read';
    this.begin({ key: file, characters: 0 });
    const read = await readWithin(this.root, file);
    if (typeof read === 'string') return read;
    const text = texts?.get(read.file) ?? read.text;
    if (text.length > MAX_MODULE) return `is longer than ${MAX_MODULE} characters and is not read`;
    this.#characters += text.length;
    if (this.#characters > MAX_CHARACTERS) return 'is not read: the inmate has too much source';
    const dialect = dialectOf(read.file, (await this.manifests.nearest(read.file))?.type);
    const known = cache?.get(read.file, text, dialect);
    if (known) return known;
    const key = keyOf(text, dialect);
    const costly = refused?.pieces.get(key);
    if (costly !== undefined) return costly;
    this.begin({ key, characters: text.length });
    const module = parseModule(read.file, text, dialect);
    if (typeof module !== 'string') cache?.add(module);
    return module;
  }
}

function parseModule(file: string, text: string, dialect: Dialect): StoredModule | string {
  try {
    const source = new SourceText(text);
    const parsed = parseSource(source, dialect);
    return { file, source, dialect, parsed, exports: readExports(parsed, source) };
  } catch (error) {
    // What the parser can handle may still be too deep for the code after it.
    if (error instanceof RangeError) return 'is not read: it is nested too deeply';
    throw error;
  }
}
