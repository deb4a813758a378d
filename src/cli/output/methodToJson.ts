import type { InmateMethod } from '../../engine/index.ts';

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
