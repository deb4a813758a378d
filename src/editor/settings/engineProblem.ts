import { SETTINGS, type SettingId } from '../contributions.ts';
import type { EngineSettings } from './engineSettings.ts';
import type { SettingProblem } from './scopedValue.ts';

/** The settings that say which engine is asked. */
const OF_THE_ENGINE: readonly SettingId[] = [SETTINGS.engineKind, SETTINGS.host, SETTINGS.context];

/** Why it is not known which engine is meant: what stands in for a wrong value is another engine. */
export function engineProblem({ problems }: Pick<EngineSettings, 'problems'>): SettingProblem | undefined {
  return problems.find(({ setting }) => OF_THE_ENGINE.includes(setting));
}
