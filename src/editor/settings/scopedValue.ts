import type { SettingId } from '../contributions.ts';

/** The values of a setting, by who set them; `undefined` if not set. */
export interface ScopedValue {
  readonly byDefault: unknown;
  /** By the user, on this machine. */
  readonly byUser: unknown;
  /** By the workspace or one of its folders. */
  readonly byWorkspace: unknown;
}

export type InspectSetting = (id: SettingId) => ScopedValue;

export type SettingOwner = 'user' | 'workspace';

/** A problem with a setting. */
export interface SettingProblem {
  readonly setting: SettingId;
  readonly message: string;
  /** Whose value it is. */
  readonly by: SettingOwner;
}
