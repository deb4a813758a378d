import * as vscode from 'vscode';
import { messageOf } from '../../../wire/thrown.ts';
import type { DockerOptions, EngineKind } from '../../../engine/index.ts';
import { escapeText } from '../../../text/escape.ts';
import { Lifetime } from '../../app/lifetime.ts';
import { loadEngineParts, type EngineParts } from '../../loadEngineParts.ts';
import { l10n } from '../../text/l10n.ts';
import type { EndpointChoice, Health } from '../../lazy/findEndpoints.ts';
import { isSame } from '../../engines/isSame.ts';
import { escapeLabel } from '../../text/escapeMarkup.ts';

/** What the user picked: a Docker endpoint, or bare processes. */
export type EnginePick =
  | { readonly kind: 'docker'; readonly docker: DockerOptions }
  | { readonly kind: 'process' }
  /** The user types an address. */
  | { readonly kind: 'address' };

interface EngineItem extends vscode.QuickPickItem {
  readonly pick?: EnginePick;
}

/** Lists the engines of this machine, each with its health once that is known. Does not connect to ssh hosts. */
export async function pickEndpoint(current: EnginePick): Promise<EnginePick | undefined> {
  const parts = await loadEngineParts();
  const lifetime = new Lifetime();
  const list = lifetime.add(vscode.window.createQuickPick<EngineItem>());
  list.title = l10n.t('Container engine');
  list.placeholder = l10n.t('Where do inmates run?');
  list.matchOnDescription = true;
  list.busy = true;
  try {
    return await new Promise<EnginePick | undefined>((resolve) => {
      lifetime.add(list.onDidHide(() => resolve(undefined)));
      lifetime.add(list.onDidAccept(() => resolve(list.selectedItems[0]?.pick)));
      list.items = otherItems(current);
      list.show();
      void fill(parts, list, current, lifetime);
    });
  } finally {
    lifetime.dispose();
  }
}

async function fill(
  parts: EngineParts,
  list: vscode.QuickPick<EngineItem>,
  current: EnginePick,
  lifetime: Lifetime,
): Promise<void> {
  try {
    const choices = await parts.findEndpoints(current.kind === 'docker' ? current.docker : {});
    const healths = new Map<EndpointChoice, Health>();
    // Updating the list must not move the user's selection.
    const render = (active: EnginePick | undefined): void => {
      if (lifetime.ended) return;
      list.items = [...choiceItems(choices, healths, current), ...otherItems(current)];
      const same = list.items.find(({ pick }) => pick && active && isSamePick(pick, active));
      if (same) list.activeItems = [same];
    };
    render(current);
    const asked = choices.filter(({ kind, url }) => kind !== 'ssh' && !url.startsWith('ssh:'));
    await Promise.all(
      asked.map(async (choice) => {
        healths.set(choice, await parts.checkHealth(choice.docker));
        render(list.activeItems[0]?.pick);
      }),
    );
  } catch (error) {
    list.placeholder = escapeText(messageOf(error));
  } finally {
    if (!lifetime.ended) list.busy = false;
  }
}

function isSamePick(one: EnginePick, other: EnginePick): boolean {
  if (one.kind === 'docker' && other.kind === 'docker') return isSame(one.docker, other.docker);
  return one.kind === other.kind;
}

function choiceItems(
  choices: readonly EndpointChoice[],
  healths: ReadonlyMap<EndpointChoice, Health>,
  current: EnginePick,
): readonly EngineItem[] {
  const items: EngineItem[] = [];
  let kind: EndpointChoice['kind'] | undefined;
  for (const choice of choices) {
    if (choice.kind !== kind && choice.kind !== 'automatic') {
      items.push({ label: groupName(choice.kind), kind: vscode.QuickPickItemKind.Separator });
    }
    kind = choice.kind;
    items.push(choiceItem(choice, healths.get(choice), current));
  }
  return items;
}

function choiceItem(choice: EndpointChoice, health: Health | undefined, current: EnginePick): EngineItem {
  const isCurrent = isSamePick(current, { kind: 'docker', docker: choice.docker });
  const icon = health === undefined ? 'server-environment' : health.ok ? 'pass' : 'error';
  const name = choice.kind === 'automatic' ? l10n.t('Automatic') : choice.name;
  const answer = health?.ok
    ? l10n.t('{0} answers, API {1}', escapeLabel(health.engine), health.apiVersion)
    : health && l10n.t('does not answer');
  const about = choice.kind === 'automatic' ? l10n.t('as the Docker command line chooses') : (answer ?? '');
  return {
    label: `$(${icon}) ${escapeLabel(name)}${isCurrent ? ' $(check)' : ''}`,
    description: choice.url === choice.name ? '' : escapeLabel(choice.url),
    ...(about === '' ? {} : { detail: health?.ok === false ? escapeLabel(health.message) : about }),
    pick: { kind: 'docker', docker: choice.docker },
  };
}

function groupName(kind: EndpointChoice['kind']): string {
  switch (kind) {
    case 'set':
      return l10n.t('in the settings');
    case 'context':
      return l10n.t('contexts of Docker');
    case 'socket':
      return l10n.t('sockets');
    case 'ssh':
      return l10n.t('ssh hosts');
    case 'automatic':
      return '';
  }
}

/** What there is besides endpoints, by kind. */
function otherItems(current: EnginePick): readonly EngineItem[] {
  const ofKinds: Readonly<Record<EngineKind, readonly EngineItem[]>> = {
    docker: [{ label: `$(edit) ${l10n.t('Another address…')}`, pick: { kind: 'address' } }],
    process: [
      {
        label: `$(warning) ${l10n.t('Process (unsafe)')}${current.kind === 'process' ? ' $(check)' : ''}`,
        detail: l10n.t('No container: inmates run with all your rights. For your own code only.'),
        pick: { kind: 'process' },
      },
    ],
  };
  const heading = { label: l10n.t('others'), kind: vscode.QuickPickItemKind.Separator };
  return [heading, ...Object.values(ofKinds).flat()];
}
