import * as vscode from 'vscode';
import type { InmateMethod, UnknownMethod } from '../../engine/index.ts';
import { escapeText } from '../../text/escape.ts';
import { COMMANDS, ITEMS, VIEWS } from '../contributions.ts';
import { Lifetime, type Disposable } from '../app/lifetime.ts';
import { STEPS } from '../steps/nextStep.ts';
import { l10n } from '../text/l10n.ts';
import { describeMethod, describeParameters } from '../../text/describeMethod.ts';
import type { InmateProject } from './inmateProject.ts';
import type { InmateProjects } from './inmateProjects.ts';

/** An item of the *Inmates* view. */
export type InmateItem =
  /** Says why nothing can be run. */
  | { readonly kind: 'restricted' }
  | { readonly kind: 'inmate'; readonly project: InmateProject }
  | { readonly kind: 'method'; readonly project: InmateProject; readonly method: InmateMethod }
  | { readonly kind: 'unknown'; readonly project: InmateProject; readonly method: UnknownMethod }
  | { readonly kind: 'problem'; readonly project: InmateProject; readonly message: string; readonly line: number };

/** The view *Inmates*: projects with their methods. */
export class InmatesView implements vscode.TreeDataProvider<InmateItem>, Disposable {
  readonly #lifetime = new Lifetime();
  readonly #projects: InmateProjects;
  readonly #changed = this.#lifetime.add(new vscode.EventEmitter<undefined>());
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(projects: InmateProjects) {
    this.#projects = projects;
    this.#lifetime.add(projects.onDidChange(() => this.#changed.fire(undefined)));
    this.#lifetime.add(vscode.workspace.onDidGrantWorkspaceTrust(() => this.#changed.fire(undefined)));
    this.#lifetime.add(vscode.window.createTreeView(VIEWS.inmates, { treeDataProvider: this, showCollapseAll: true }));
  }

  async getChildren(parent?: InmateItem): Promise<InmateItem[]> {
    if (!parent) {
      const inmates = (await this.#projects.ready()).map((project): InmateItem => ({ kind: 'inmate', project }));
      // An empty view has a welcome that says so.
      return vscode.workspace.isTrusted || inmates.length === 0 ? inmates : [{ kind: 'restricted' }, ...inmates];
    }
    return parent.kind === 'inmate' ? childrenOf(parent.project) : [];
  }

  getTreeItem(item: InmateItem): vscode.TreeItem {
    switch (item.kind) {
      case 'restricted':
        return restrictedItem();
      case 'inmate':
        return inmateItem(item.project, this.#projects.all.length);
      case 'method':
        return methodItem(item.project, item.method);
      case 'unknown':
        return unknownItem(item.project, item.method);
      case 'problem':
        return problemItem(item.message);
    }
  }

  dispose(): void {
    this.#lifetime.dispose();
  }
}

async function childrenOf(project: InmateProject): Promise<InmateItem[]> {
  const found = await project.methods();
  if (!found.ok) return [{ kind: 'problem', project, message: found.message, line: 1 }];
  const { methods, unknown, problems, complete, file } = found.methods;
  const items: InmateItem[] = [
    ...methods.map((method): InmateItem => ({ kind: 'method', project, method })),
    ...unknown.map((method): InmateItem => ({ kind: 'unknown', project, method })),
  ];
  for (const { file: where, line, message } of problems) {
    items.push({ kind: 'problem', project, message: `${where}:${line}: ${message}`, line });
  }
  if (items.length === 0) {
    const message = complete ? l10n.t('{0} exports no function', file) : l10n.t('the methods are known when it runs');
    items.push({ kind: 'problem', project, message, line: 1 });
  }
  return items;
}

function restrictedItem(): vscode.TreeItem {
  const { title, command } = STEPS.trust();
  const item = new vscode.TreeItem(l10n.t('Restricted Mode: methods cannot be run'));
  item.iconPath = new vscode.ThemeIcon('shield');
  item.description = title;
  item.tooltip = l10n.t('Nothing of a folder is run until you trust its authors.');
  item.command = { command, title };
  return item;
}

function inmateItem(project: InmateProject, count: number): vscode.TreeItem {
  const { Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(escapeText(project.name), count <= 3 ? Expanded : Collapsed);
  item.id = project.dir.toString();
  item.contextValue = ITEMS.inmate;
  item.iconPath = new vscode.ThemeIcon('package');
  item.description = escapeText(project.place);
  item.tooltip = escapeText(project.dir.fsPath);
  return item;
}

function methodItem(project: InmateProject, method: InmateMethod): vscode.TreeItem {
  const item = new vscode.TreeItem(escapeText(method.name));
  item.id = `${project.dir.toString()}#${method.name}`;
  item.contextValue = ITEMS.method;
  item.iconPath = new vscode.ThemeIcon(method.kind.endsWith('generator') ? 'symbol-event' : 'symbol-method');
  item.description = describeParameters(method);
  item.tooltip = `${describeMethod(method)}${method.doc === undefined ? '' : `\n${escapeText(method.doc)}`}`;
  const target: InmateItem = { kind: 'method', project, method };
  item.command = { command: COMMANDS.openMethodSource, title: l10n.t('Go to Source'), arguments: [target] };
  return item;
}

/** An export that may be a method. */
function unknownItem(project: InmateProject, method: UnknownMethod): vscode.TreeItem {
  const item = new vscode.TreeItem(escapeText(method.name));
  item.id = `${project.dir.toString()}#${method.name}`;
  item.contextValue = ITEMS.method;
  item.iconPath = new vscode.ThemeIcon('symbol-misc');
  item.description = l10n.t('known only when it runs');
  item.tooltip = `${escapeText(method.name)}\n${l10n.t('The source does not tell whether it is a function.')}`;
  const target: InmateItem = { kind: 'unknown', project, method };
  item.command = { command: COMMANDS.openMethodSource, title: l10n.t('Go to Source'), arguments: [target] };
  return item;
}

function problemItem(message: string): vscode.TreeItem {
  const item = new vscode.TreeItem(escapeText(message));
  item.iconPath = new vscode.ThemeIcon('warning');
  item.tooltip = escapeText(message);
  return item;
}
