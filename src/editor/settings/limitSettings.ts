import type { DispatchLimits } from '../../engine/index.ts';
import { SETTINGS, type SettingId } from '../contributions.ts';
import { l10n } from '../text/l10n.ts';
import type { InspectSetting, SettingOwner, SettingProblem } from './scopedValue.ts';

const MIB = 1024 * 1024;

interface LimitSetting {
  readonly limit: keyof DispatchLimits;
  readonly setting: SettingId;
  /** How many of the limit's units are one of the setting's. */
  readonly factor: number;
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
}

/** The settings of limits, as in the manifest. A smaller value is always tighter. */
export const LIMIT_SETTINGS: readonly LimitSetting[] = [
  { limit: 'memory', setting: SETTINGS.memory, factor: MIB, min: 6, max: Infinity, whole: false },
  { limit: 'cpus', setting: SETTINGS.processors, factor: 1, min: 0.01, max: Infinity, whole: false },
  { limit: 'pids', setting: SETTINGS.processes, factor: 1, min: 1, max: Infinity, whole: true },
  { limit: 'timeout', setting: SETTINGS.timeout, factor: 1000, min: 0.001, max: 2_147_483, whole: false },
  { limit: 'outputBytes', setting: SETTINGS.output, factor: MIB, min: 0.001, max: Infinity, whole: false },
  { limit: 'valueBytes', setting: SETTINGS.value, factor: MIB, min: 0.001, max: 1024, whole: false },
  { limit: 'valueNodes', setting: SETTINGS.valueItems, factor: 1, min: 1, max: 10_000_000, whole: true },
  { limit: 'valueDepth', setting: SETTINGS.valueDepth, factor: 1, min: 1, max: 1000, whole: true },
];

export interface LimitsRead {
  readonly limits: Partial<DispatchLimits>;
  readonly problems: readonly SettingProblem[];
  /** What the workspace asks for but does not get. */
  readonly refused: readonly SettingProblem[];
}

/** Reads the limits. A trusted workspace can tighten what the user allows; no workspace can loosen it. */
export function readLimits(inspect: InspectSetting, trusted: boolean): LimitsRead {
  const limits: Partial<Record<keyof DispatchLimits, number>> = {};
  const problems: SettingProblem[] = [];
  const refused: SettingProblem[] = [];
  for (const spec of LIMIT_SETTINGS) {
    const { byDefault, byUser, byWorkspace } = inspect(spec.setting);
    const allowed = readNumber(spec, byUser ?? byDefault, 'user', problems);
    if (allowed === undefined) continue;
    let value = allowed;
    if (trusted && byWorkspace !== undefined) {
      const asked = readNumber(spec, byWorkspace, 'workspace', problems);
      if (asked !== undefined && asked > allowed) {
        const message = l10n.t('the workspace asks for {0}, more than your {1}: yours counts', asked, allowed);
        refused.push({ setting: spec.setting, message, by: 'workspace' });
      }
      value = Math.min(allowed, asked ?? allowed);
    }
    limits[spec.limit] = spec.limit === 'cpus' ? value : Math.max(1, Math.round(value * spec.factor));
  }
  return { limits, problems, refused };
}

function readNumber(
  spec: LimitSetting,
  value: unknown,
  by: SettingOwner,
  problems: SettingProblem[],
): number | undefined {
  const { min, max, whole } = spec;
  if (typeof value === 'number' && value >= min && value <= max && (!whole || Number.isInteger(value))) return value;
  const wanted = whole ? l10n.t('a whole number of at least {0}', min) : l10n.t('a number of at least {0}', min);
  const upper = max === Infinity ? '' : l10n.t(' and at most {0}', max);
  problems.push({ setting: spec.setting, message: l10n.t('must be {0}, not {1}', wanted + upper, excerpt(value)), by });
  return undefined;
}

/** A setting's value, cut to fit a message. */
export function excerpt(value: unknown): string {
  const text = JSON.stringify(value) ?? 'undefined';
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
