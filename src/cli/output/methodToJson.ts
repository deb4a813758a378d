import type { InmateMethod, MethodParameter } from '../../engine/index.ts';
import { schemaOfParameters } from '../../wire/types/jsonSchema.ts';

/** A method as JSON: every member is always there. */
export function methodToJson(method: InmateMethod): object {
  const { name, kind, parameters, doc = null, file, line, column } = method;
  const inputSchema = schemaOfParameters(parameters);
  return { name, kind, parameters: parameters.map(parameterToJson), inputSchema, doc, file, line, column };
}

function parameterToJson({ name, type, optional, default: fallback, rest }: MethodParameter): object {
  return { name, optional, rest, type: type ?? null, default: fallback ?? null };
}
