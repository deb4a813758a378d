import { resolve } from 'node:path';
import type { DispatchMeta } from '../../recording/event.ts';
import { RecordingWriter } from '../../recording/recordingWriter.ts';
import type { DispatchTarget } from '../hosts/engine.ts';
import { EngineError, toError } from '../errors/errors.ts';
import type { EngineKind } from '../options/engineKind.ts';
import type { DispatchLimits, HoosegowOptions } from '../options/options.ts';
import { VERSION } from '../assets/version.ts';
import type { CallSettings } from '../options/callSettings.ts';

/** What is called, and how. */
export interface RecordedCall {
  readonly method: string;
  /** `null` where they are too large to keep. */
  readonly args: readonly unknown[] | null;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly settings: CallSettings;
  /** Whether the container may serve other dispatches too. */
  readonly reuse: boolean;
}

/** @returns what a recording says of a dispatch before its first byte; of variables only the names */
export function describeCall(
  { host, image, facts }: DispatchTarget,
  options: HoosegowOptions,
  call: RecordedCall,
): DispatchMeta {
  const { method, args, startedAt, settings, reuse } = call;
  const names = Object.keys(settings.env ?? {});
  return {
    method,
    args,
    startedAt,
    engine: host.kind,
    endpoint: host.endpoint,
    image,
    ...(facts ? { imageId: facts.id } : {}),
    ...(facts?.base ? { base: facts.base } : {}),
    runtime: options.runtime ?? null,
    limits: LIMITS_HELD[host.kind](settings.limits),
    isolation: host.isolation,
    inmateDir: options.inmateDir === undefined ? null : resolve(options.inmateDir),
    ...(names.length > 0 ? { env: names } : {}),
    ...(reuse ? { reuse } : {}),
    versions: { hoosegow: VERSION, node: process.versions.node },
  };
}

/** @throws {EngineError} where it cannot be made */
export function openRecorder(record: string | undefined, meta: DispatchMeta): RecordingWriter {
  try {
    return record === undefined ? RecordingWriter.spool(meta) : RecordingWriter.create(record, meta);
  } catch (error) {
    throw new EngineError(toError(error).message, 'record', { cause: error });
  }
}

/** A recording leaves out limits that were not enforced. */
const LIMITS_HELD: Readonly<Record<EngineKind, (limits: DispatchLimits) => DispatchMeta['limits']>> = {
  docker: (limits) => ({ ...limits }),
  process: limitsOfProcesses,
};

function limitsOfProcesses({
  memory: _m,
  cpus: _c,
  pids: _p,
  tmpBytes: _t,
  ...held
}: DispatchLimits): DispatchMeta['limits'] {
  return held;
}
