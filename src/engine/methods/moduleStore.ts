import path from 'node:path';
import { dialectOf, type Dialect } from './dialect.ts';
import { PackageManifests } from './packageManifest.ts';
import { parseSource, type ParsedSource } from './parseSource.ts';
import { readExports, type ModuleExports } from './readModule.ts';
import { readWithin } from './readWithin.ts';
import { SourceText } from './sourceText.ts';

/** A module of an inmate, read and parsed. */
export interface StoredModule {
  /** Absolute path, links resolved. */
  readonly file: string;
  readonly source: SourceText;
  readonly dialect: Dialect;
  readonly parsed: ParsedSource;
  readonly exports: ModuleExports;
}

/** Modules read of one inmate; more than any inmate has of its own. */
const MAX_MODULES = 200;
/** Characters of all of them together, and milliseconds for reading them. */
const MAX_CHARACTERS = 8 * 1024 * 1024;
const MAX_TIME = 3000;

/** Reads and parses the modules of one inmate, each once, within bounds. */
export class ModuleStore {
  readonly root: string;
  readonly manifests: PackageManifests;
  readonly #texts: ReadonlyMap<string, string>;
  readonly #modules = new Map<string, Promise<StoredModule | string>>();
  readonly #started = performance.now();
  #characters = 0;

  /**
   * @param root absolute path of the inmate's folder, without symbolic links
   * @param texts in place of files, by absolute path: as they are in an editor
   */
  constructor(root: string, texts: ReadonlyMap<string, string> = new Map()) {
    this.root = root;
    this.manifests = new PackageManifests(root);
    this.#texts = texts;
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
    if (this.#modules.size >= MAX_MODULES) return 'has too many modules';
    if (performance.now() - this.#started > MAX_TIME) return 'is not read: the inmate takes too long to read';
    const read = await readWithin(this.root, file);
    if (typeof read === 'string') return read;
    const text = this.#texts.get(read.file) ?? read.text;
    this.#characters += text.length;
    if (this.#characters > MAX_CHARACTERS) return 'is not read: the inmate has too much source';
    const source = new SourceText(text);
    const dialect = dialectOf(read.file, (await this.manifests.nearest(read.file))?.type);
    const parsed = parseSource(source, dialect);
    return { file: read.file, source, dialect, parsed, exports: readExports(parsed, source) };
  }
}
