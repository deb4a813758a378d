import type { Dialect } from '../source/dialect.ts';
import type { StoredModule } from './storedModule.ts';

/** Characters of the modules that are kept; their syntax trees take some hundred times as many bytes. */
const MAX_CHARACTERS = 512 * 1024;

/** Recently parsed modules: one whose text is unchanged is not parsed again. */
export class ModuleCache {
  /** By file, the most recently used one last. */
  readonly #modules = new Map<string, StoredModule>();
  #characters = 0;

  get(file: string, text: string, dialect: Dialect): StoredModule | undefined {
    const module = this.#modules.get(file);
    if (!module || module.source.text !== text) return undefined;
    if (module.dialect.format !== dialect.format || module.dialect.typescript !== dialect.typescript) return undefined;
    this.#modules.delete(file);
    this.#modules.set(file, module);
    return module;
  }

  add(module: StoredModule): void {
    this.#remove(module.file);
    this.#modules.set(module.file, module);
    this.#characters += module.source.text.length;
    for (const file of this.#modules.keys()) {
      if (this.#characters <= MAX_CHARACTERS) return;
      this.#remove(file);
    }
  }

  #remove(file: string): void {
    this.#characters -= this.#modules.get(file)?.source.text.length ?? 0;
    this.#modules.delete(file);
  }
}
