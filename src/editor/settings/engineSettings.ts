import type { DispatchLimits, EngineKind, HoosegowOptions } from '../../engine/index.ts';
import { MACHINE_SETTINGS, SETTINGS, type SettingId } from '../contributions.ts';
import { l10n } from '../text/l10n.ts';
import { isEngineKind, KINDS } from './engineKind.ts';
import { readEnvSetting, type Environment } from './envSetting.ts';
import { excerpt, readLimits } from './limitSettings.ts';
import type { InspectSetting, SettingOwner, SettingProblem } from './scopedValue.ts';

export interface EngineOptions extends OtherOptions {
  readonly engine: EngineKind;
}

type OtherOptions = Pick<
  HoosegowOptions,
  | 'docker'
  | 'runtime'
  | 'env'
  | 'user'
  | 'network'
  | 'limits'
  | 'baseImage'
  | 'buildNetwork'
  | 'platform'
  | 'buildSecrets'
  | 'keepImages'
  | 'contextBytes'
  | 'contextFiles'
  | 'pool'
>;

export interface EngineSettings {
  readonly options: EngineOptions;
  /** Invalid values: nothing runs until the user corrects them. */
  readonly problems: readonly SettingProblem[];
  /** What the workspace asks for but does not get. */
  readonly refused: readonly SettingProblem[];
}

const KIND = new RegExp(`^(?:${Object.keys(KINDS).join('|')})$`);
const HOST = /^(?:unix:\/\/\/.+|npipe:\/\/\/\/\.\/pipe\/.+|(?:tcp|https?):\/\/[^/@\s]+\/?|ssh:\/\/\S+)$/;
const NAME = /^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/;
const CONTEXT = /^[a-zA-Z0-9][a-zA-Z0-9_.+-]*$/;
const USER = /^\d{1,10}(?::\d{1,10})?$/;
const PLATFORM = /^[a-z0-9_.-]+(?:\/[a-z0-9_.-]+){1,2}$/;
const IMAGE = /^[a-z0-9][a-zA-Z0-9_./:@-]*$/;

/** Whether the text has the form of a Docker daemon's address. */
export function isEngineAddress(text: string): boolean {
  return HOST.test(text);
}

/**
 * Reads the options of an inmate's engine. Plain processes get the limits that apply to them; a dispatch says that
 * nothing else confines them.
 *
 * @param environment of this process, the source of variables without a value
 */
export function readEngineSettings(
  inspect: InspectSetting,
  trusted: boolean,
  environment: Environment = process.env,
): EngineSettings {
  const { limits, problems: limitProblems, refused } = readLimits(inspect, trusted);
  const reader = new TextReader(inspect, trusted);
  const kind = reader.text(SETTINGS.engineKind, KIND, l10n.t('docker or process'));
  const host = reader.text(SETTINGS.host, HOST, l10n.t('an address such as unix:///var/run/docker.sock'));
  const context = reader.text(SETTINGS.context, CONTEXT, l10n.t('the name of a Docker context'));
  const runtime = reader.text(SETTINGS.runtime, NAME, l10n.t('the name of a container runtime, such as runsc'));
  const baseImage = reader.text(SETTINGS.baseImage, IMAGE, l10n.t('the name of an image, such as node:24-slim'));
  const buildNetwork = reader.text(SETTINGS.buildNetwork, NAME, l10n.t('the name of a network, such as none'));
  const platform = reader.text(SETTINGS.platform, PLATFORM, l10n.t('a platform, such as linux/arm64'));
  if (host !== undefined && context !== undefined) {
    const message = l10n.t('set either this or {0}', SETTINGS.host);
    reader.problems.push({ setting: SETTINGS.context, message, by: 'user' });
  }
  const user = reader.text(SETTINGS.user, USER, l10n.t('UID or UID:GID in numbers, such as 1000:1000'));
  const network = reader.text(SETTINGS.network, NAME, l10n.t('the name of a network, such as bridge'));
  const env = reader.variables(SETTINGS.env, environment);
  const secrets = Object.entries(reader.variables(SETTINGS.buildSecrets, environment));
  const waiting = reader.whole(SETTINGS.waiting, 0, 16, 1);
  const docker = host === undefined ? (context === undefined ? {} : { context }) : { host };
  const keepImages = reader.whole(SETTINGS.keepImages, 1, 1000, 3);
  const given = Object.keys(env).length > 0 ? { env } : {};
  const ofContainers: EngineOptions = {
    engine: 'docker',
    docker,
    limits,
    keepImages,
    contextBytes: reader.whole(SETTINGS.contextSize, 1, 2 ** 20, 2048) * 2 ** 20,
    contextFiles: reader.whole(SETTINGS.contextFiles, 1, 100_000_000, 200_000),
    ...given,
    ...(waiting === 0 ? {} : { pool: { size: waiting } }),
    ...(runtime === undefined ? {} : { runtime }),
    ...(user === undefined ? {} : { user }),
    ...(network === undefined ? {} : { network }),
    ...(baseImage === undefined ? {} : { baseImage }),
    ...(buildNetwork === undefined ? {} : { buildNetwork }),
    ...(platform === undefined ? {} : { platform }),
    ...(secrets.length === 0
      ? {}
      : { buildSecrets: Object.fromEntries(secrets.map(([id, value]) => [id, { value }])) }),
  };
  const ofProcesses: EngineOptions = { engine: 'process', limits: limitsOfProcesses(limits), ...given };
  const byKind: Readonly<Record<EngineKind, EngineOptions>> = { docker: ofContainers, process: ofProcesses };
  return {
    options: byKind[isEngineKind(kind) ? kind : 'docker'],
    problems: [...limitProblems, ...reader.problems],
    refused,
  };
}

function limitsOfProcesses(limits: Partial<DispatchLimits>): Partial<DispatchLimits> {
  const { memory: _memory, cpus: _cpus, pids: _pids, ...held } = limits;
  return held;
}

/** Bounds of the history. */
export interface HistoryBounds {
  readonly maxCount: number;
  readonly maxBytes: number;
}

/** Reads the bounds of the history; uses the default for an invalid value. */
export function readHistoryBounds(inspect: InspectSetting, trusted: boolean): HistoryBounds {
  const reader = new TextReader(inspect, trusted);
  return {
    maxCount: reader.whole(SETTINGS.historyCount, 1, 10_000, 100),
    maxBytes: reader.whole(SETTINGS.historySize, 1, Number.MAX_SAFE_INTEGER / 2 ** 20, 1024) * 2 ** 20,
  };
}

class TextReader {
  readonly problems: SettingProblem[] = [];
  readonly #inspect: InspectSetting;
  readonly #trusted: boolean;

  constructor(inspect: InspectSetting, trusted: boolean) {
    this.#inspect = inspect;
    this.#trusted = trusted;
  }

  /** @returns the text of a setting; `undefined` if it is empty or invalid */
  text(setting: SettingId, pattern: RegExp, wanted: string): string | undefined {
    const { value, by } = this.#value(setting);
    if (value === '' || value === undefined || value === null) return undefined;
    if (typeof value === 'string' && pattern.test(value)) return value;
    this.problems.push({ setting, message: l10n.t('must be {0}, not {1}', wanted, excerpt(value)), by });
    return undefined;
  }

  variables(setting: SettingId, environment: Environment): Readonly<Record<string, string>> {
    const { value, by } = this.#value(setting);
    const read = readEnvSetting(value, environment);
    if (read.kind === 'variables') return read.variables;
    this.problems.push({ setting, message: read.message, by });
    return {};
  }

  whole(setting: SettingId, min: number, max: number, fallback: number): number {
    const { value, by } = this.#value(setting);
    if (typeof value === 'number' && value >= min && value <= max) return Math.floor(value);
    const wanted = l10n.t('a whole number from {0} to {1}', min, max);
    this.problems.push({ setting, message: l10n.t('must be {0}, not {1}', wanted, excerpt(value)), by });
    return fallback;
  }

  #value(setting: SettingId): { readonly value: unknown; readonly by: SettingOwner } {
    const { byDefault, byUser, byWorkspace } = this.#inspect(setting);
    const isTheirs = this.#trusted && !MACHINE_SETTINGS.includes(setting) && (byWorkspace ?? undefined) !== undefined;
    return isTheirs ? { value: byWorkspace, by: 'workspace' } : { value: byUser ?? byDefault, by: 'user' };
  }
}
