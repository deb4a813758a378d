import path from 'node:path';
import { SOURCE_FILES } from '../source/dialect.ts';
import type { FileProblem, InmateMethod, SourceProblem } from '../inmateMethods.ts';
import type { Binding } from '../modules/moduleBindings.ts';
import type { ModuleStore, StoredModule } from '../modules/moduleStore.ts';
import { resolveImport } from './resolveImport.ts';
import type { SourcePosition } from '../source/sourceText.ts';

type ExportPlace = SourcePosition & { readonly file: string };

/** What an exported name turned out to be. */
export type ResolvedExport =
  | { readonly kind: 'method'; readonly method: Omit<InmateMethod, 'name'> }
  | { readonly kind: 'other'; readonly place: ExportPlace }
  /** Only a type: nothing at run time. */
  | { readonly kind: 'type' }
  | {
      readonly kind: 'unknown';
      readonly place: ExportPlace;
      /** Where it is imported from and under which name, where that is not followed. */
      readonly origin?: string | undefined;
    };

export interface ResolvedExports {
  readonly names: ReadonlyMap<string, ResolvedExport>;
  /** Whether there may be more names than these. */
  readonly isOpen: boolean;
}

const NOTHING: ResolvedExports = { names: new Map(), isOpen: true };

/** Follows the exports of a module through the files of one folder, without ever leaving it. */
export class ExportResolver {
  readonly #store: ModuleStore;
  readonly #resolved = new Map<string, ResolvedExports>();
  readonly #problems: FileProblem[] = [];
  #complete = true;

  constructor(store: ModuleStore) {
    this.#store = store;
  }

  get problems(): readonly FileProblem[] {
    return this.#problems;
  }

  /** Whether every export was followed and understood. */
  get complete(): boolean {
    return this.#complete;
  }

  /** @param file absolute path of the module */
  async exportsOf(file: string): Promise<ResolvedExports> {
    const known = this.#resolved.get(file);
    if (known) return known;
    // In a cycle of modules, one that is still being read adds nothing: its first visit adds it.
    this.#resolved.set(file, NOTHING);
    const exports = await this.#read(file);
    this.#resolved.set(file, exports);
    return exports;
  }

  async #read(file: string): Promise<ResolvedExports> {
    const module = await this.#store.read(file);
    if (typeof module === 'string') {
      this.#problem(file, { message: module, severity: 'warning', line: 1, column: 1 });
      return NOTHING;
    }
    const { exports } = module;
    for (const problem of exports.problems) this.#problem(module.file, problem);
    this.#complete &&= exports.complete;
    const stars = await this.#starExports(module);
    const names = new Map(stars.names);
    for (const [name, binding] of exports.names) {
      const place = { file: this.#store.within(module.file), ...(exports.places.get(name) ?? { line: 1, column: 1 }) };
      const found = await this.#resolve(module, binding, place);
      // A default export cannot be called by that name, even if it is a function.
      if (found.kind === 'unknown' && name !== 'default') this.#complete = false;
      // A type does not hide a value from elsewhere: it does not exist at run time.
      if (found.kind !== 'type' || !names.has(name)) names.set(name, found);
    }
    return { names, isOpen: stars.isOpen || !exports.complete };
  }

  /** A name that two modules export is re-exported by neither, unless it is the same thing. */
  async #starExports(module: StoredModule): Promise<ResolvedExports> {
    const names = new Map<string, ResolvedExport>();
    const doubled = new Set<string>();
    let isOpen = false;
    for (const from of module.exports.stars) {
      const target = await this.#target(module, from);
      const found = target === undefined ? NOTHING : await this.exportsOf(target);
      if (target === undefined) this.#complete = false;
      isOpen ||= found.isOpen;
      for (const [name, resolved] of found.names) {
        if (name === 'default') continue;
        const before = names.get(name);
        if (!before || before.kind === 'type') names.set(name, resolved);
        else if (resolved.kind !== 'type' && !isSame(before, resolved)) doubled.add(name);
      }
    }
    for (const name of doubled) names.delete(name);
    return { names, isOpen };
  }

  async #resolve(module: StoredModule, binding: Binding, place: ExportPlace): Promise<ResolvedExport> {
    if (binding.kind === 'function') {
      return { kind: 'method', method: { ...binding.function, file: place.file } };
    }
    if (binding.kind === 'other') return { kind: 'other', place };
    if (binding.kind === 'type') return binding;
    const target = binding.kind === 'import' ? await this.#target(module, binding.from) : undefined;
    const found =
      target !== undefined && binding.kind === 'import'
        ? (await this.exportsOf(target)).names.get(binding.name)
        : undefined;
    if (found && found.kind !== 'unknown') return found;
    const origin = binding.kind === 'import' ? `${target ?? binding.from} ${binding.name}` : undefined;
    return { kind: 'unknown', place, origin: found?.origin ?? origin };
  }

  /** The file that an import names, if it is one of the inmate's own source files. */
  async #target(module: StoredModule, specifier: string): Promise<string | undefined> {
    if (/^\.\.?\//.test(specifier) && SOURCE_FILES.test(specifier)) {
      return path.resolve(path.dirname(module.file), specifier);
    }
    const found = await resolveImport(this.#store, module, specifier);
    return found.kind === 'file' && SOURCE_FILES.test(found.file) ? found.file : undefined;
  }

  #problem(file: string, problem: SourceProblem): void {
    this.#problems.push({ ...problem, file: this.#store.within(file) });
    this.#complete = false;
  }
}

function isSame(a: ResolvedExport, b: ResolvedExport): boolean {
  if (a.kind === 'unknown' && b.kind === 'unknown' && a.origin !== undefined && a.origin === b.origin) return true;
  const [one, other] = [placeOf(a), placeOf(b)];
  return one?.file === other?.file && one?.line === other?.line && one?.column === other?.column;
}

function placeOf(resolved: ResolvedExport): ExportPlace | undefined {
  if (resolved.kind === 'method') return resolved.method;
  return resolved.kind === 'type' ? undefined : resolved.place;
}
