import type { SourceProblem } from '../inmateMethods.ts';

/** What an import leads to. */
export type Resolution =
  /** A file of the inmate's folder, by its absolute path. */
  | { readonly kind: 'file'; readonly file: string }
  /** A package, a module of Node, or something that only running tells. */
  | { readonly kind: 'elsewhere' }
  | ({ readonly kind: 'problem' } & Pick<SourceProblem, 'message' | 'severity' | 'missingPackage'>);

export const ELSEWHERE: Resolution = { kind: 'elsewhere' };

export function fails(message: string): Resolution {
  return { kind: 'problem', message, severity: 'error' };
}

export function mayFail(message: string): Resolution {
  return { kind: 'problem', message, severity: 'warning' };
}

/** The package is not among what an image installs; whether it comes from elsewhere, its Dockerfile says. */
export function lacks(missingPackage: string, message: string): Resolution {
  return { kind: 'problem', message, severity: 'warning', missingPackage };
}
