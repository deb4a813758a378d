import { DEFAULT_VALUE_LIMITS, MAX_VALUE_DEPTH, type ValueLimits } from '../../wire/msgpack/limits.ts';
import { fromTagged, toTagged, type JsonObject } from '../../wire/json/taggedJson.ts';
import type { DispatchMeta } from '../event.ts';
import { readBase } from './storedImage.ts';
import { Members, ShapeError } from './members.ts';

/** The JSON text of a `meta` record. */
export function writeMeta(meta: DispatchMeta): string {
  return JSON.stringify(metaToJson(meta));
}

/** What was called, as JSON. Arguments and limits are in tagged form, so that none of them changes. */
export function metaToJson(meta: DispatchMeta): JsonObject {
  const { base, ...rest } = meta;
  const named = base ? { base: { ...base } } : {};
  return { ...rest, ...named, args: toTagged(meta.args), limits: toTagged(meta.limits) };
}

/**
 * @param json what `JSON.parse` gave
 * @throws TypeError where it is not what `writeMeta` writes
 */
export function readMeta(json: unknown): DispatchMeta {
  const meta = new Members(json, 'meta');
  const args = fromTagged(meta.raw('args'), 'args');
  if (args !== null && !Array.isArray(args)) throw new ShapeError('meta.args is not a list');
  return {
    method: meta.text('method'),
    args,
    startedAt: meta.text('startedAt'),
    engine: meta.text('engine'),
    endpoint: meta.textOrNull('endpoint'),
    image: meta.textOrNull('image'),
    ...(meta.has('imageId') ? { imageId: meta.text('imageId') } : {}),
    ...readBase(meta),
    runtime: meta.textOrNull('runtime'),
    limits: readLimits(fromTagged(meta.raw('limits'), 'limits')),
    isolation: meta.text('isolation'),
    inmateDir: meta.textOrNull('inmateDir'),
    ...(meta.has('env') ? { env: meta.texts('env') } : {}),
    ...(meta.has('reuse') ? { reuse: meta.boolean('reuse') } : {}),
    ...(meta.has('versions') ? { versions: readVersions(meta.raw('versions')) } : {}),
  };
}

function readVersions(json: unknown): Readonly<Record<string, string>> {
  const versions = new Members(json, 'meta.versions');
  return Object.fromEntries(versions.keys().map((key) => [key, versions.text(key)]));
}

function readLimits(json: unknown): Readonly<Record<string, number>> {
  const limits = new Members(json, 'meta.limits');
  return Object.fromEntries(limits.keys().map((key) => [key, limits.number(key)]));
}

/**
 * The most that a recording may ask of its reader, even if it names higher limits: a buffer that every supported
 * platform can hold, no more items than are decoded in about a second (60 million of them took 15 s and 2.6 GB), and no
 * more nesting than the stack holds.
 */
export const CEILING: ValueLimits = { valueBytes: 1024 ** 3, valueNodes: 10_000_000, valueDepth: MAX_VALUE_DEPTH };

/** How the answer in a recording is to be read. */
export interface ReadingRules extends ValueLimits {
  /** Whether the container may say after the terminal frame that it takes another request. */
  readonly reuse: boolean;
}

/** The rules for reading a recording: the limits that it was made with, else the defaults. */
export function readingRules({ limits, reuse = false }: Pick<DispatchMeta, 'limits' | 'reuse'>): ReadingRules {
  const limit = (name: keyof ValueLimits): number => {
    const recorded = limits[name] ?? NaN;
    return recorded >= 1 ? Math.min(Math.floor(recorded), CEILING[name]) : DEFAULT_VALUE_LIMITS[name];
  };
  return { valueBytes: limit('valueBytes'), valueNodes: limit('valueNodes'), valueDepth: limit('valueDepth'), reuse };
}
