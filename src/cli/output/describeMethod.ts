import type { InmateMethod, MethodKind, MethodParameter } from '../../engine/index.ts';
import { escapeText } from '../../text/escape.ts';

const KEYWORDS: Readonly<Record<MethodKind, string>> = {
  function: 'function',
  async: 'async function',
  generator: 'function*',
  'async generator': 'async function*',
};

/** A method as TypeScript declares it, on one line that is fit for a terminal. */
export function describeMethod({ kind, name, parameters }: InmateMethod): string {
  return escapeText(`${KEYWORDS[kind]} ${name}(${parameters.map(describeParameter).join(', ')})`);
}

/** A method as it is called: `name(a, b?)`. */
export function describeCall({ name, parameters }: InmateMethod): string {
  const list = parameters.map(({ name: parameter, optional, rest }) => {
    return rest ? `...${parameter}` : `${parameter}${optional ? '?' : ''}`;
  });
  return escapeText(`${name}(${list.join(', ')})`);
}

/** A method as JSON: every member is always there. */
export function methodToJson(method: InmateMethod): object {
  const { name, kind, parameters, doc = null, file, line, column } = method;
  const list = parameters.map(({ type = null, default: fallback = null, ...rest }) => ({
    ...rest,
    type,
    default: fallback,
  }));
  return { name, kind, parameters: list, doc, file, line, column };
}

function describeParameter({ name, type, optional, default: fallback, rest }: MethodParameter): string {
  const mark = optional && fallback === undefined && !rest ? '?' : '';
  const typed = type === undefined ? '' : `: ${type}`;
  return `${rest ? '...' : ''}${name}${mark}${typed}${fallback === undefined ? '' : ` = ${fallback}`}`;
}
