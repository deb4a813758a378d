import { l10n } from '../text/l10n.ts';
import { STEPS, type NextStep } from './nextStep.ts';

const INSTALL_PAGE = 'https://docs.docker.com/get-started/get-docker/';

/** Why a container engine on this machine does not answer, by the words of the engine part. */
type Away = 'missing' | 'stopped' | 'forbidden' | 'elsewhere';

/**
 * What to do where no container engine answers: start it, be allowed to use it, get one, or choose another.
 *
 * @param message of the error, in the engine part's own words
 */
export function engineAwaySteps(message: string, platform: NodeJS.Platform): readonly NextStep[] {
  return [...mendingSteps(message, platform), STEPS.selectEngine()];
}

function mendingSteps(message: string, platform: NodeJS.Platform): readonly NextStep[] {
  const isPodman = /podman/i.test(message);
  switch (awayOf(message)) {
    case 'missing':
      return [...startSteps(platform, false), { kind: 'page', title: l10n.t('Get Docker'), url: INSTALL_PAGE }];
    case 'stopped':
      return startSteps(platform, isPodman);
    case 'forbidden': {
      if (isPodman) return startSteps(platform, true);
      if (platform !== 'linux') return [];
      return [{ kind: 'terminal', title: l10n.t('Get Permission'), line: 'sudo usermod -aG docker "$USER"' }];
    }
    case 'elsewhere':
      return [];
  }
}

function awayOf(message: string): Away {
  if (message.startsWith('no Docker found')) return 'missing';
  if (/\((?:tcp|https?|ssh):\/\//.test(message)) return 'elsewhere';
  if (/^there is no \w+ socket|^nothing listens there/.test(message)) return 'stopped';
  return /^no permission to use the \w+ socket/.test(message) ? 'forbidden' : 'elsewhere';
}

/** How an engine is started on this system, typed into a terminal for the user to confirm. */
function startSteps(platform: NodeJS.Platform, isPodman: boolean): readonly NextStep[] {
  const title = isPodman ? l10n.t('Start Podman') : l10n.t('Start Docker');
  const line = startLine(platform, isPodman);
  return line === undefined ? [] : [{ kind: 'terminal', title, line }];
}

function startLine(platform: NodeJS.Platform, isPodman: boolean): string | undefined {
  switch (platform) {
    case 'darwin':
      return isPodman ? 'podman machine start' : 'open -a Docker';
    case 'win32':
      return isPodman ? 'podman machine start' : 'docker desktop start';
    case 'linux':
      return isPodman ? 'systemctl --user start podman.socket' : 'sudo systemctl start docker';
    default:
      return undefined;
  }
}
