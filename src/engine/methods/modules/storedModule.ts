import type { Dialect } from '../source/dialect.ts';
import type { ParsedSource } from '../source/parseSource.ts';
import type { ModuleExports } from './readModule.ts';
import type { SourceText } from '../source/sourceText.ts';

/** A module of an inmate, read and parsed. */
export interface StoredModule {
  /** Absolute path, links resolved. */
  readonly file: string;
  readonly source: SourceText;
  readonly dialect: Dialect;
  readonly parsed: ParsedSource;
  readonly exports: ModuleExports;
}
