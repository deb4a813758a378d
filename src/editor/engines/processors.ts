import type { EngineOptions } from '../settings/engineSettings.ts';
import { SETTINGS } from '../contributions.ts';
import { l10n } from '../text/l10n.ts';
import { SettingError } from './settingError.ts';

/** Asks an engine how many processors its machine has; `undefined` where it does not say. */
export type AskProcessors = (docker: NonNullable<EngineOptions['docker']>) => Promise<number | undefined>;

/** Tells of more processors than the engine's machine has, before an image is built or a container made. */
export class ProcessorCheck {
  /** Processors by engine. A machine may get more of them: a number that does not suffice is asked for again. */
  readonly #known = new Map<string, number>();

  /** @throws SettingError if the setting asks for more than there are */
  async check({ engine, docker = {}, limits }: EngineOptions, ask: AskProcessors): Promise<void> {
    const wanted = limits?.cpus;
    // Every machine has one: the default asks for nothing more, and costs no question.
    if (engine !== 'docker' || wanted === undefined || wanted <= 1) return;
    const key = JSON.stringify(docker);
    if (wanted <= (this.#known.get(key) ?? 0)) return;
    const there = await ask(docker);
    if (there === undefined) return;
    this.#known.set(key, there);
    if (wanted <= there) return;
    const message = l10n.t('must be at most {0}, the processors of the container engine, not {1}', there, wanted);
    throw new SettingError({ setting: SETTINGS.processors, message });
  }
}
