/** Syntax of TypeScript beyond types, by the name of its rule. */
export type SyntaxRule =
  | 'enum'
  | 'namespace'
  | 'parameter-property'
  | 'import-alias'
  | 'import-require'
  | 'export-equals'
  | 'export-as-namespace'
  | 'angle-bracket-cast'
  | 'module-keyword'
  | 'decorator'
  | 'accessor'
  | 'import-assert'
  | 'jsx';

/** How the TypeScript of an inmate becomes JavaScript. */
export interface TypeScriptSupport {
  /** What runs, besides types, which are stripped. */
  readonly transforms: ReadonlySet<SyntaxRule>;
  /** What to do about syntax that only `transformTypes` makes run; `undefined` where it does not help here. */
  readonly optIn: string | undefined;
}

const OPT_IN = 'set "hoosegow": { "transformTypes": true } in package.json';

/** Node strips types, and does nothing else. */
export const STRIPS: TypeScriptSupport = { transforms: new Set(), optIn: OPT_IN };

/** Node 22.18 to 25 with `transformTypes`. */
export const TRANSFORMS: TypeScriptSupport = {
  transforms: new Set<SyntaxRule>([
    'enum',
    'namespace',
    'parameter-property',
    'import-alias',
    'export-equals',
    'export-as-namespace',
    'angle-bracket-cast',
  ]),
  optIn: undefined,
};

/** The process engine on a Node that cannot read TypeScript itself, with `transformTypes`. */
export const TRANSFORMS_WITHOUT_NODE: TypeScriptSupport = {
  transforms: new Set<SyntaxRule>(['enum', 'parameter-property', 'angle-bracket-cast']),
  optIn: undefined,
};

/** Whether `transformTypes` makes it run. */
export function isTransformable(rule: SyntaxRule): boolean {
  return TRANSFORMS.transforms.has(rule);
}
