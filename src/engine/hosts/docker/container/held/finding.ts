import { isRecord } from '../../../../../text/isRecord.ts';
import type { ContainerReport } from './containerReport.ts';
import type { EngineTraits } from '../../connection/engineTraits.ts';

/** The actual value of an option that the engine dropped or weakened; `undefined` where it enforces the option. */
export type Finding = { readonly is: unknown } | undefined;

/** All that is known of a container: the `HostConfig` that was asked for, and the engine's report. */
export interface Comparison {
  readonly asked: Readonly<Record<string, unknown>>;
  readonly report: ContainerReport;
  readonly engine: EngineTraits;
}

/** Tells whether an option is enforced. A stricter value than asked for is as good. */
export type OptionCheck = (asked: unknown, comparison: Comparison) => Finding;

export function unless(holds: boolean, is: unknown): Finding {
  return holds ? undefined : { is };
}

/** Whether it asks for nothing, so that the engine uses its default. */
export function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === '' || value === 0) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isRecord(value) && Object.keys(value).length === 0;
}
