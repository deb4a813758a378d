import type { DaemonBuilder } from '../../connection/daemonBuilder.ts';
import { EngineError, UsageError } from '../../../../errors/errors.ts';
import type { BuildCommand } from './buildCommand.ts';

export type BuilderChoice =
  | { readonly kind: 'buildkit'; readonly command: 'buildx' | 'built-in' }
  /** The daemon's own, which needs no command; `reason` says why not BuildKit, `help` what would change that. */
  | { readonly kind: 'classic'; readonly reason: string; readonly help: string };

export interface BuilderQuestion {
  readonly daemon: DaemonBuilder;
  /** `DOCKER_BUILDKIT` of the environment. */
  readonly setting: string | undefined;
  /** Features of the build that only BuildKit has, for people. */
  readonly needs: readonly string[];
  /** Network of the build's steps. */
  readonly network: string | undefined;
  readonly findCommand: () => Promise<BuildCommand>;
}

const NETWORKS: readonly (string | undefined)[] = [undefined, 'default', 'none', 'host'];

/**
 * Chooses the builder: BuildKit where the daemon prefers it, `DOCKER_BUILDKIT` asks for it or the build needs it, and a
 * command is available that can drive it; else the daemon's classic builder.
 */
export async function chooseBuilder(question: BuilderQuestion): Promise<BuilderChoice> {
  const { daemon, needs, network, findCommand } = question;
  const asked = readSwitch(question.setting);
  const classic = (reason: string, help: string): BuilderChoice => ({ kind: 'classic', reason, help });
  if (daemon.isPodman) return classic('Podman has none', ANOTHER_DAEMON);
  if (asked === false) return classic('DOCKER_BUILDKIT=0 switches it off', 'take that variable away');
  if (daemon.buildKit === 'missing') return classic('it has none for Windows containers', ANOTHER_DAEMON);
  if (asked !== true && daemon.buildKit !== 'preferred' && needs.length === 0) return classic('it is not needed', '');
  if (!NETWORKS.includes(network)) {
    return classic(`it knows no build network ${JSON.stringify(network)}`, 'name host, none or no network at all');
  }
  const command = await findCommand();
  if (command.kind !== 'none') return { kind: 'buildkit', command: command.kind };
  if (asked !== true) return classic(command.reason, HOW_TO_GET_IT);
  throw new EngineError(`DOCKER_BUILDKIT asks for BuildKit, but ${command.reason}; ${HOW_TO_GET_IT}`, 'build');
}

const ANOTHER_DAEMON = 'build with a Docker for Linux containers';
const HOW_TO_GET_IT =
  'install the buildx plugin of Docker (package docker-buildx or docker-buildx-plugin), see https://docs.docker.com/go/buildx/';

/** Parsed like the Docker CLI does. */
function readSwitch(setting: string | undefined): boolean | undefined {
  if (setting === undefined || setting === '') return undefined;
  if (/^(?:1|t|true)$/i.test(setting)) return true;
  if (/^(?:0|f|false)$/i.test(setting)) return false;
  throw new UsageError(`DOCKER_BUILDKIT must be 1 or 0, not ${JSON.stringify(setting)}`);
}
