import { INMATE_ENDINGS } from '../../../text/inmateEndings.ts';

/** How a source file is to be read. */
export interface Dialect {
  readonly typescript: boolean;
  /** `detect`: the text itself decides, as where no `package.json` names a `type`. */
  readonly format: 'module' | 'commonjs' | 'detect';
}

const TYPESCRIPT = /\.[mc]?ts$/;

/** Files of source text that Node runs. */
export const SOURCE_FILES = new RegExp(`\\.(?:${INMATE_ENDINGS.join('|')})$`);

/** @param packageType `type` of the nearest `package.json` */
export function dialectOf(file: string, packageType?: 'module' | 'commonjs'): Dialect {
  const typescript = TYPESCRIPT.test(file);
  if (/\.m[jt]s$/.test(file)) return { typescript, format: 'module' };
  if (/\.c[jt]s$/.test(file)) return { typescript, format: 'commonjs' };
  return { typescript, format: packageType ?? 'detect' };
}
