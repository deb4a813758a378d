/** How a method gives its answer: with one result, or with yields before it. */
export type MethodKind = 'function' | 'async' | 'generator' | 'async generator';

export interface MethodParameter {
  /** The name; for a destructured parameter its pattern as written. */
  readonly name: string;
  /** The type as written in the source, if there is one. */
  readonly type: string | undefined;
  /** Whether a call may leave it out: marked `?`, with a default, or a rest parameter. */
  readonly optional: boolean;
  /** The default value as written in the source, if there is one. */
  readonly default: string | undefined;
  readonly rest: boolean;
}

/** A function as it stands in the source. */
export interface SourceFunction {
  readonly kind: MethodKind;
  readonly parameters: readonly MethodParameter[];
  /** First sentence of its doc comment. */
  readonly doc: string | undefined;
  /** Where its name stands; both count from 1. */
  readonly line: number;
  readonly column: number;
}

/** A function that an inmate exports and that can therefore be called. */
export interface InmateMethod extends SourceFunction {
  readonly name: string;
  /** Path of the source file within the inmate's folder, with `/`. */
  readonly file: string;
}

/** Something that is wrong with the source, or that kept a part of it from being understood. */
export interface SourceProblem {
  readonly message: string;
  /** `error`: Node does not run it. `warning`: it may. */
  readonly severity: 'error' | 'warning';
  /** Name of the package that is to be installed, where that mends it. */
  readonly missingPackage?: string | undefined;
  /** Both count from 1. */
  readonly line: number;
  readonly column: number;
}

/** An exported name that may be a function: only running the inmate tells. */
export interface UnknownMethod {
  readonly name: string;
  /** Path of the source file within the inmate's folder, with `/`. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A problem and the file that it is in. */
export interface FileProblem extends SourceProblem {
  /** Path within the inmate's folder, with `/`. */
  readonly file: string;
}

export interface InmateMethods {
  /** The inmate's own module, within its folder. */
  readonly file: string;
  /** In the order of the source. */
  readonly methods: readonly InmateMethod[];
  /** Names that may be methods too; in the order of the source. */
  readonly unknown: readonly UnknownMethod[];
  /** `false` where an export could not be followed or understood: there may be more methods than these. */
  readonly complete: boolean;
  /** Whether nothing is exported but the names above and what is certainly not a function. */
  readonly namesKnown: boolean;
  /** Whether there is a default export: it has no name by which it could be called. */
  readonly hasDefault: boolean;
  readonly problems: readonly FileProblem[];
}
