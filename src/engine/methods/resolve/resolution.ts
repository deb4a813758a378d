import type { SourceProblem } from '../inmateMethods.ts';

/** What an import leads to. */
export type Resolution =
  /** A file of the inmate's folder, by its absolute path. */
  | { readonly kind: 'file'; readonly file: string }
  /** A package, a module of Node, or something that only running tells. */
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'problem'; readonly message: string; readonly severity: SourceProblem['severity'] };

export const ELSEWHERE: Resolution = { kind: 'elsewhere' };

export function fails(message: string): Resolution {
  return { kind: 'problem', message, severity: 'error' };
}

export function mayFail(message: string): Resolution {
  return { kind: 'problem', message, severity: 'warning' };
}
