import { isRecord } from '../../../../../text/isRecord.ts';
import { listOf, plainPath, type ContainerReport } from './containerReport.ts';
import type { EngineTraits } from '../../connection/engineTraits.ts';
import { isEmpty, unless, type Finding } from './finding.ts';
import { HOST_CHECKS, isTold } from './optionChecks.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/** An option that the engine dropped or weakened. */
export interface Shortfall {
  /** For example `HostConfig.Runtime`. */
  readonly option: string;
  readonly asked: unknown;
  readonly is: unknown;
}

/** Members of a create request beside `HostConfig` that decide what runs, and as which user. */
const RUNS: Readonly<Record<string, (asked: unknown, is: unknown) => Finding>> = {
  User: isTold,
  Hostname: isTold,
  WorkingDir: (asked, is) => unless(plainPath(String(asked)) === plainPath(String(is)), is),
  // The image's own variables are there, too.
  Env: (asked, is) =>
    unless(
      listOf(asked).every((each) => isVariable(String(each), listOf(is).map(String))),
      is,
    ),
  Cmd: sameWords,
  Entrypoint: sameWords,
};

/**
 * Compares a request with the engine's report on the container that it made, option by option.
 *
 * @param body of the create request
 */
export function shortfalls(body: JsonObject, report: ContainerReport, engine: EngineTraits): Shortfall[] {
  const found: Shortfall[] = [];
  const note = (option: string, asked: unknown, finding: Finding): void => {
    if (finding) found.push({ option, asked, is: finding.is });
  };
  const asked = isRecord(body['HostConfig']) ? body['HostConfig'] : {};
  for (const [name, value] of Object.entries(asked)) {
    if (isEmpty(value) || engine.heldUntold.includes(name)) continue;
    const check = HOST_CHECKS.get(name);
    const finding = check ? check(value, { asked, report, engine }) : isTold(value, report.host[name]);
    note(`HostConfig.${name}`, value, finding);
  }
  // No default names these: Podman's own settings can make them the host's.
  for (const name of ['PidMode', 'UTSMode', 'IpcMode']) {
    if (isEmpty(asked[name]) && report.host[name] === 'host') note(`HostConfig.${name}`, 'private', { is: 'host' });
  }
  for (const [name, check] of Object.entries(RUNS)) {
    if (!isEmpty(body[name])) note(name, body[name], check(body[name], report.config[name]));
  }
  return found;
}

/** A name alone removes the image's variable: Podman does so, Docker reports the name. */
function isVariable(asked: string, is: readonly string[]): boolean {
  return is.includes(asked) || (!asked.includes('=') && !is.some((each) => each.startsWith(`${asked}=`)));
}

/** Podman reports an entrypoint as one text up to version 4. */
function sameWords(asked: unknown, is: unknown): Finding {
  const [wanted, found] = [asked, is].map((words) => (Array.isArray(words) ? words.join(' ') : words));
  return unless(wanted === found, is);
}
