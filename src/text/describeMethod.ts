import { escapeText } from './escape.ts';

/** The parts of a parameter that are described. */
export interface DescribedParameter {
  readonly name: string;
  readonly type: string | undefined;
  readonly optional: boolean;
  readonly default: string | undefined;
  readonly rest: boolean;
}

/** The parts of a method that are described. */
export interface DescribedMethod {
  readonly name: string;
  readonly kind: 'function' | 'async' | 'generator' | 'async generator';
  readonly parameters: readonly DescribedParameter[];
}

const KEYWORDS: Readonly<Record<DescribedMethod['kind'], string>> = {
  function: 'function',
  async: 'async function',
  generator: 'function*',
  'async generator': 'async function*',
};

/** A method as TypeScript declares it, on one line: `async function render(text: string, options = {})`. */
export function describeMethod({ kind, name, parameters }: DescribedMethod): string {
  return `${KEYWORDS[kind]} ${escapeText(name)}(${parameters.map(describeParameter).join(', ')})`;
}

/** A parameter as the source declares it: `from: number = 3`. */
export function describeParameter({ name, type, optional, default: fallback, rest }: DescribedParameter): string {
  const mark = optional && fallback === undefined && !rest ? '?' : '';
  const typed = type === undefined ? '' : `: ${type}`;
  return escapeText(`${rest ? '...' : ''}${name}${mark}${typed}${fallback === undefined ? '' : ` = ${fallback}`}`);
}

/** A method as it is called: `render(text, options?)`. */
export function describeCall(method: Pick<DescribedMethod, 'name' | 'parameters'>): string {
  return `${escapeText(method.name)}${describeParameters(method)}`;
}

/** What a method is called with: `(text, options?)`. */
export function describeParameters({ parameters }: Pick<DescribedMethod, 'parameters'>): string {
  const list = parameters.map(
    ({ name, optional, rest }) => `${rest ? '...' : ''}${name}${optional && !rest ? '?' : ''}`,
  );
  return escapeText(`(${list.join(', ')})`);
}
