import { homedir } from 'node:os';
import { Hoosegow, UsageError } from '../../engine/index.ts';
import { resolveEndpoint } from '../../engine/internal.ts';
import { buildOptions, containerOptions, dockerOptions } from './engineOptions.ts';
import { OptionValues, type Fallbacks } from './optionValues.ts';
import { choosePaint } from '../output/paint.ts';
import { parseDuration } from './units.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** Overrides Docker's own variable for it, which is not a setting of ours. */
const ANY_PLATFORM = 'linux/amd64';

/**
 * Reads each setting as the commands that take it do, but asks no daemon.
 *
 * @returns what is wrong with them, as those commands would say, and where each is set
 */
export async function checkSettings(settings: Fallbacks, env: Env): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const [name, fallback] of settings) {
    const values = new OptionValues<string>(new Map(), new Map([[name, fallback]]));
    const problem = await problemOf(async () => readAll(values, env));
    if (problem === undefined) continue;
    const place = values.nameOf(name);
    problems.push(problem.startsWith(place) ? problem : `${place}: ${problem}`);
  }
  // Each of two settings may be right while they exclude each other.
  const rivals = await problemOf(() => dockerOptions(new OptionValues<string>(new Map(), settings)));
  return rivals === undefined ? problems : [...problems, rivals];
}

/** @returns the error of a command; where it complains of a setting, with the place where that is set */
export async function placeError(error: unknown, settings: Fallbacks, env: Env): Promise<unknown> {
  if (!(error instanceof UsageError) || settings.size === 0) return error;
  const problems = await checkSettings(settings, env);
  const placed = problems.find((problem) => problem.endsWith(`: ${error.message}`));
  return placed === undefined ? error : new UsageError(placed, { cause: error });
}

async function readAll(values: OptionValues<string>, env: Env): Promise<void> {
  values.read('color', (text, name) => choosePaint(false, env, text, name));
  values.read('timeout', parseDuration);
  const { docker } = dockerOptions(values);
  const options = { platform: ANY_PLATFORM, ...buildOptions(values), ...containerOptions(values) };
  await new Hoosegow({ inmateDir: '.', ...options }).close();
  if (docker) await resolveEndpoint(docker, { env, home: homedir(), platform: process.platform });
}

/** Other failures, such as a certificate that cannot be read, are not the fault of the setting. */
async function problemOf(read: () => unknown): Promise<string | undefined> {
  try {
    await read();
    return undefined;
  } catch (error) {
    return error instanceof UsageError ? error.message : undefined;
  }
}
