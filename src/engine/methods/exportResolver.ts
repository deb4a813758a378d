import path from 'node:path';
import type { InmateMethod, InmateMethods } from './inmateMethods.ts';
import type { Binding } from './moduleBindings.ts';
import { readModule, type ModuleExports } from './readModule.ts';
import { readWithin } from './readWithin.ts';

/** What an exported name turned out to be. */
export type ResolvedExport =
  | { readonly kind: 'method'; readonly method: Omit<InmateMethod, 'name'> }
  | { readonly kind: 'other' }
  | { readonly kind: 'unknown' };

type Exports = ReadonlyMap<string, ResolvedExport>;

/** Modules read of one inmate; more than any inmate has of its own. */
const MAX_MODULES = 200;

const SOURCE_FILES = /\.[mc]?[jt]s$/;
const UNKNOWN: ResolvedExport = { kind: 'unknown' };

/** Follows the exports of a module through the files of one folder, without ever leaving it. */
export class ExportResolver {
  readonly #root: string;
  readonly #resolved = new Map<string, Exports>();
  readonly #problems: InmateMethods['problems'][number][] = [];
  #modules = 0;
  #complete = true;

  /** @param root absolute path of the folder, without symbolic links */
  constructor(root: string) {
    this.#root = root;
  }

  get problems(): InmateMethods['problems'] {
    return this.#problems;
  }

  /** Whether every export was followed and understood. */
  get complete(): boolean {
    return this.#complete;
  }

  /** @param file absolute path of the module */
  async exportsOf(file: string): Promise<Exports> {
    const known = this.#resolved.get(file);
    if (known) return known;
    // What a cycle of modules leads back to adds nothing that its first visit does not add itself.
    this.#resolved.set(file, new Map());
    const exports = await this.#read(file);
    this.#resolved.set(file, exports);
    return exports;
  }

  async #read(file: string): Promise<Exports> {
    const source = ++this.#modules > MAX_MODULES ? 'has too many modules' : await readWithin(this.#root, file);
    if (typeof source === 'string') {
      this.#problem(file, { message: source, line: 1, column: 1 });
      return new Map();
    }
    const module = readModule(source.text, /\.[mc]?ts$/.test(source.file));
    for (const problem of module.problems) this.#problem(source.file, problem);
    this.#complete &&= module.complete;
    const exports = new Map(await this.#starExports(source.file, module));
    for (const [name, binding] of module.names) exports.set(name, await this.#resolve(source.file, binding));
    return exports;
  }

  /** A name that two modules give is exported by neither, unless it is the same thing. */
  async #starExports(file: string, module: ModuleExports): Promise<Exports> {
    const exports = new Map<string, ResolvedExport>();
    const doubled = new Set<string>();
    for (const from of module.stars) {
      const target = this.#target(file, from);
      if (target === undefined) continue;
      for (const [name, found] of await this.exportsOf(target)) {
        const before = exports.get(name);
        if (before && !isSame(before, found)) doubled.add(name);
        else if (name !== 'default') exports.set(name, found);
      }
    }
    for (const name of doubled) exports.delete(name);
    return exports;
  }

  async #resolve(file: string, binding: Binding): Promise<ResolvedExport> {
    if (binding.kind === 'function') {
      const within = path.relative(this.#root, file).split(path.sep).join('/');
      return { kind: 'method', method: { ...binding.function, file: within } };
    }
    if (binding.kind === 'other') return binding;
    const target = binding.kind === 'import' ? this.#target(file, binding.from) : undefined;
    const found =
      target !== undefined && binding.kind === 'import' ? (await this.exportsOf(target)).get(binding.name) : undefined;
    if (!found || found.kind === 'unknown') this.#complete = false;
    return found ?? UNKNOWN;
  }

  /** The file that an import names, if it is one of the inmate's own source files. */
  #target(file: string, specifier: string): string | undefined {
    if (/^\.\.?\//.test(specifier) && SOURCE_FILES.test(specifier)) return path.resolve(path.dirname(file), specifier);
    this.#complete = false;
    return undefined;
  }

  #problem(file: string, problem: Omit<InmateMethods['problems'][number], 'file'>): void {
    const within = path.relative(this.#root, file).split(path.sep).join('/');
    this.#problems.push({ ...problem, file: within });
    this.#complete = false;
  }
}

function isSame(a: ResolvedExport, b: ResolvedExport): boolean {
  if (a.kind !== 'method' || b.kind !== 'method') return false;
  return a.method.file === b.method.file && a.method.line === b.method.line && a.method.column === b.method.column;
}
