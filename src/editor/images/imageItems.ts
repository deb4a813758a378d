import * as vscode from 'vscode';
import type { ImageInfo } from '../../engine/index.ts';
import type { InmateContainer } from '../../engine/internal.ts';
import { escapeText } from '../../text/escape.ts';
import { formatDuration, formatSize } from '../../text/words.ts';
import { ITEMS } from '../contributions.ts';
import type { NextStep } from '../steps/nextStep.ts';
import { escapeLabel } from '../text/escapeMarkup.ts';
import { l10n } from '../text/l10n.ts';

/** An item of the view *Images*. */
export type StoreItem =
  | { readonly kind: 'images'; readonly images: readonly ImageInfo[] }
  | { readonly kind: 'containers'; readonly containers: readonly InmateContainer[] }
  | { readonly kind: 'image'; readonly image: ImageInfo }
  | { readonly kind: 'container'; readonly container: InmateContainer }
  /** Nothing can be listed: why, and what to do. */
  | { readonly kind: 'problem'; readonly message: string; readonly step: NextStep | undefined };

/** @param now milliseconds since 1970 */
export function storeItem(item: StoreItem, now: number): vscode.TreeItem {
  switch (item.kind) {
    case 'images': {
      const size = item.images.reduce((sum, { ownSize, size: whole }) => sum + (ownSize ?? whole), 0);
      return group(l10n.t('Images'), `${item.images.length} · ${formatSize(size)}`, item.images.length, 'layers');
    }
    case 'containers':
      return group(l10n.t('Containers'), String(item.containers.length), item.containers.length, 'vm');
    case 'image':
      return imageItem(item.image, now);
    case 'container':
      return containerItem(item.container, now);
    case 'problem':
      return problemItem(item.message, item.step);
  }
}

function group(label: string, description: string, count: number, icon: string): vscode.TreeItem {
  const { Expanded, None } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(label, count > 0 ? Expanded : None);
  item.id = icon;
  item.description = description;
  item.iconPath = new vscode.ThemeIcon(icon);
  return item;
}

function imageItem(image: ImageInfo, now: number): vscode.TreeItem {
  const { id, inmate, folder, names, place, size, ownSize, created, containers } = image;
  const name = escapeText(inmate ?? names[0] ?? id.slice(0, 19));
  const item = new vscode.TreeItem(escapeLabel(name));
  item.id = id;
  item.contextValue = ITEMS.image;
  item.iconPath = new vscode.ThemeIcon(containers.length > 0 ? 'circle-filled' : 'circle-outline');
  const use =
    containers.length > 0 ? l10n.t('in use') : place === 'gone' ? l10n.t('its folder is gone') : l10n.t('not in use');
  const age = l10n.t('built {0} ago', formatDuration(Math.max(0, now - created.getTime())));
  item.description = `${formatSize(ownSize ?? size)} · ${age} · ${use}`;
  const lines = [
    ...names,
    ...(folder === null ? [] : [folder]),
    l10n.t('{0} in all, {1} of it in no other image', formatSize(size), ownSize === null ? '?' : formatSize(ownSize)),
    created.toLocaleString(),
    ...containers,
  ];
  item.tooltip = lines.map(escapeText).join('\n');
  item.accessibilityInformation = { label: l10n.t('Image of {0}, {1}', name, item.description) };
  return item;
}

function containerItem({ id, name, inmate, created, state, memory }: InmateContainer, now: number): vscode.TreeItem {
  const label = escapeText(inmate ?? name);
  const item = new vscode.TreeItem(escapeLabel(label));
  item.id = id;
  item.contextValue = ITEMS.container;
  item.iconPath = new vscode.ThemeIcon(state === 'running' || state === 'paused' ? 'vm-running' : 'vm-outline');
  const there = l10n.t('there for {0}', formatDuration(Math.max(0, now - created.getTime())));
  item.description = [...(memory === null ? [] : [formatSize(memory)]), there].join(' · ');
  item.tooltip = [name, state, created.toLocaleString()].map(escapeText).join('\n');
  item.accessibilityInformation = { label: l10n.t('Container of {0}, {1}', label, item.description) };
  return item;
}

function problemItem(message: string, step: NextStep | undefined): vscode.TreeItem {
  const item = new vscode.TreeItem(step?.title ?? l10n.t('The engine cannot be asked'));
  item.iconPath = new vscode.ThemeIcon('warning');
  item.description = escapeText(message);
  item.tooltip = escapeText(message);
  if (step?.kind === 'command')
    item.command = { command: step.command, title: step.title, arguments: [...(step.args ?? [])] };
  if (step?.kind === 'setting')
    item.command = { command: 'workbench.action.openSettings', title: step.title, arguments: [step.setting] };
  return item;
}
