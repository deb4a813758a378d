import { isRecord } from '../../../../../text/isRecord.ts';
import { listOf, plainPath, type ContainerReport } from './containerReport.ts';
import type { EngineTraits } from '../../connection/engineTraits.ts';
import { isEmpty, unless, type Finding } from './finding.ts';
import { HOST_CHECKS, isTold } from './optionChecks.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/** An option that the engine dropped or weakened. */
export interface Shortfall {
  /** As `HostConfig.Runtime`. */
  readonly option: string;
  readonly asked: unknown;
  readonly is: unknown;
}

/** Members of a creation beside `HostConfig` that decide what runs, and as whom. */
const RUNS: Readonly<Record<string, (asked: unknown, is: unknown) => Finding>> = {
  User: isTold,
  Hostname: isTold,
  WorkingDir: (asked, is) => unless(plainPath(String(asked)) === plainPath(String(is)), is),
  // Beside the image's own.
  Env: (asked, is) =>
    unless(
      listOf(asked).every((each) => isVariable(String(each), listOf(is).map(String))),
      is,
    ),
  Cmd: sameWords,
  Entrypoint: sameWords,
};

/**
 * Compares what was asked for with what the engine says of the container that it has made of it, option by option.
 *
 * @param body of the creation
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
  // What no default names: Podman's own settings can make it the host's.
  for (const name of ['PidMode', 'UTSMode', 'IpcMode']) {
    if (isEmpty(asked[name]) && report.host[name] === 'host') note(`HostConfig.${name}`, 'private', { is: 'host' });
  }
  for (const [name, check] of Object.entries(RUNS)) {
    if (!isEmpty(body[name])) note(name, body[name], check(body[name], report.config[name]));
  }
  return found;
}

/** A name alone takes the image's variable away: Podman does it, Docker tells the name. */
function isVariable(asked: string, is: readonly string[]): boolean {
  return is.includes(asked) || (!asked.includes('=') && !is.some((each) => each.startsWith(`${asked}=`)));
}

/** Podman has told an entrypoint as one text up to version 4. */
function sameWords(asked: unknown, is: unknown): Finding {
  const [wanted, found] = [asked, is].map((words) => (Array.isArray(words) ? words.join(' ') : words));
  return unless(wanted === found, is);
}
