import type { Fallback, Fallbacks, OptionValues } from './optionValues.ts';
import { readConfig, type Config } from './configFile.ts';

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Options that a user would repeat with every call, and that may stand in the user's configuration or environment. Not
 * among them: those that make one call what it is (`env`, `volume`, `secret`, `record` …), and `engine`, so that a
 * forgotten line cannot take the container away.
 */
export const SETTINGS = [
  'host',
  'context',
  'runtime',
  'user',
  'network',
  'memory',
  'cpus',
  'pids',
  'timeout',
  'limit-output',
  'limit-value',
  'value-items',
  'value-depth',
  'base-image',
  'build-network',
  'platform',
  'color',
] as const;

/** Options of which only one can count: the one from the stronger source overrides the other. */
const RIVALS = ['host', 'context'] as const;

/** @returns the variable that stands in for an option: `HOOSEGOW_BASE_IMAGE` for `base-image` */
export function variableOf(setting: string): string {
  return `HOOSEGOW_${setting.toUpperCase().replaceAll('-', '_')}`;
}

/**
 * The value of an option that is not given: its variable, else the user's configuration. Nothing is read from the
 * current folder, which may be a stranger's.
 *
 * @param names options of the command at hand
 * @throws UsageError for a configuration that cannot be right
 */
export async function readFallbacks(env: Env, names: readonly string[]): Promise<Fallbacks> {
  const wanted = SETTINGS.filter((name) => names.includes(name));
  return wanted.length === 0 ? new Map() : fallbacksOf(env, wanted, await readConfig(env, SETTINGS));
}

/** The values that count, of variables and of a configuration that has been read. */
export function fallbacksOf(env: Env, names: readonly string[], config: Config): Fallbacks {
  const fallbacks = new Map<string, Fallback>();
  for (const name of names) {
    const text = env[variableOf(name)];
    const configured = config.values.get(name);
    if (text !== undefined && text !== '') fallbacks.set(name, { text, source: variableOf(name) });
    else if (configured !== undefined) fallbacks.set(name, { text: configured, source: config.path });
  }
  const strongest = Math.max(...RIVALS.map((name) => rankOf(fallbacks.get(name))));
  for (const name of RIVALS) if (rankOf(fallbacks.get(name)) < strongest) fallbacks.delete(name);
  return fallbacks;
}

/** A variable goes before a file. */
function rankOf(fallback: Fallback | undefined): number {
  if (fallback === undefined) return 0;
  return fallback.source.startsWith('HOOSEGOW_') ? 2 : 1;
}

/** @returns the fallbacks that count beside the given options: `--host` overrides a `context` set elsewhere */
export function withoutRivals(fallbacks: Fallbacks, values: Pick<OptionValues<string>, 'isGiven'>): Fallbacks {
  if (!RIVALS.some((name) => values.isGiven(name))) return fallbacks;
  return new Map([...fallbacks].filter(([name]) => !RIVALS.some((rival) => rival === name)));
}
