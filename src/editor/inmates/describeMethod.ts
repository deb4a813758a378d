import type { InmateMethod, MethodParameter } from '../../engine/index.ts';
import { escapeText } from '../../text/escape.ts';

/** What a method is called with: `(text, options?)`. */
export function describeParameters({ parameters }: Pick<InmateMethod, 'parameters'>): string {
  const list = parameters.map(
    ({ name, optional, rest }) => `${rest ? '...' : ''}${name}${optional && !rest ? '?' : ''}`,
  );
  return escapeText(`(${list.join(', ')})`);
}

/** A parameter as the source declares it: `from: number = 3`. */
export function describeParameter({ name, type, optional, default: fallback, rest }: MethodParameter): string {
  const mark = optional && fallback === undefined && !rest ? '?' : '';
  const typed = type === undefined ? '' : `: ${type}`;
  return escapeText(`${rest ? '...' : ''}${name}${mark}${typed}${fallback === undefined ? '' : ` = ${fallback}`}`);
}

/** A method as the source declares it, on one line. */
export function describeMethod(method: Pick<InmateMethod, 'name' | 'parameters'>): string {
  return `${escapeText(method.name)}(${method.parameters.map(describeParameter).join(', ')})`;
}
