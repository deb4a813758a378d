import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

type Schema = { readonly [key: string]: unknown };

const FILE = join(import.meta.dirname, '../../docs/events.schema.json');

/** The schema of the lines that `run --json` prints, as it is shipped. */
export const EVENTS_SCHEMA = JSON.parse(readFileSync(FILE, 'utf8')) as Schema;

/** Accepts members that the schema does not name, as a later version may have them. */
export const isEvent = compile(EVENTS_SCHEMA);

/** Accepts only members that the schema names. */
export const isKnownEvent = compile(closed(EVENTS_SCHEMA) as Schema);

/** @returns each line that is not an event of the schema, with why; members that it does not name count */
export function faultsOf(ndjson: string): readonly string[] {
  const lines = ndjson.split('\n');
  const rest = lines.pop();
  const wrong = lines.filter((line) => !isEvent(JSON.parse(line)) || !isKnownEvent(JSON.parse(line)));
  return rest === '' ? wrong : [...wrong, `a line without an end: ${rest}`];
}

function compile(schema: Schema): ValidateFunction {
  // Formats are annotations in this draft; and what is required of a tag is stated beside it.
  const options = { strict: true, strictRequired: false, allowUnionTypes: true, validateFormats: false };
  return new Ajv2020(options).compile(schema);
}

/** The schema with no members but those that it names; schemas of dependent members are left as they are. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const members = Object.entries(schema).map(([key, member]: [string, unknown]): [string, unknown] => [
    key,
    /^(?:if|then)$/.test(key) ? member : closed(member),
  ]);
  const isOpen = 'type' in schema && 'properties' in schema && !('additionalProperties' in schema);
  return { ...Object.fromEntries(members), ...(isOpen ? { additionalProperties: false } : {}) };
}
