import { SETTINGS, type SettingId } from '../contributions.ts';
import type { InspectSetting } from './scopedValue.ts';

/** What follows a save of an inmate's sources. */
export interface SaveSettings {
  /** Its image is built, and a container waits for it. */
  readonly prepare: boolean;
  /** The last call is made again. */
  readonly run: boolean;
}

/** A workspace can switch off what its user allows, and never on. What cannot be right counts as the default. */
export function readSaveSettings(inspect: InspectSetting, trusted: boolean): SaveSettings {
  const read = (setting: SettingId): boolean => {
    const { byDefault, byUser, byWorkspace } = inspect(setting);
    const allowed = typeof byUser === 'boolean' ? byUser : byDefault === true;
    return trusted && allowed && byWorkspace !== false;
  };
  return { prepare: read(SETTINGS.prepareOnSave), run: read(SETTINGS.runOnSave) };
}
