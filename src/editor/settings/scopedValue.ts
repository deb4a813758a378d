import type { SettingId } from '../contributions.ts';

/** What a setting is, by who set it; `undefined` where nobody did. */
export interface ScopedValue {
  readonly byDefault: unknown;
  /** By the user, on this machine. */
  readonly byUser: unknown;
  /** By the workspace or one of its folders. */
  readonly byWorkspace: unknown;
}

export type InspectSetting = (id: SettingId) => ScopedValue;

/** Something that is wrong with a setting. */
export interface SettingProblem {
  readonly setting: SettingId;
  readonly message: string;
}
