import {
  EXPORT_FORMATS,
  HOST_COMMANDS,
  type ExportFormat,
  type Header,
  type HostCommand,
} from '../../src/protocol/protocol.ts';
import { element, icon, iconButton, setAttribute, setIcon, setText } from '../ui/dom.ts';
import type { IconName } from '../ui/icons.ts';
import type { TextKey } from '../texts.ts';
import type { Language, View } from '../view.ts';
import { menuButton } from './menuButton.ts';

export interface HeaderActions {
  stop(): void;
  export(format: ExportFormat): void;
  command(command: HostCommand): void;
  help(): void;
}

const OUTCOME_ICONS: Readonly<Record<Header['outcomeKind'], IconName>> = {
  running: 'sync',
  returned: 'pass',
  raised: 'error',
  failed: 'circle-slash',
  truncated: 'warning',
};

const EXPORTS: Readonly<Record<ExportFormat, TextKey>> = {
  ndjson: 'exportNdjson',
  'chrome-trace': 'exportTrace',
  stdout: 'exportStdout',
  stderr: 'exportStderr',
  html: 'exportHtml',
};

const COMMANDS: Readonly<Record<HostCommand, readonly [icon: IconName, label: TextKey]>> = {
  runAgain: ['debug-rerun', 'runAgain'],
  runEdited: ['edit', 'runEdited'],
  goToSource: ['go-to-file', 'goToSource'],
  compareWithLast: ['diff', 'compareWithLast'],
};

/** Facts that come first, in this order. */
const GLANCE = ['Isolation', 'Engine'];

/** What was called, how it ended, and under which limits it ran. */
export class HeaderPane {
  readonly element: HTMLElement;
  readonly #call = element('h1', { class: 'call' });
  readonly #method = element('span', { class: 'call-method' });
  readonly #arguments = element('span', { class: 'call-arguments' });
  readonly #outcomeIcon = icon('sync');
  readonly #outcomeText = element('span');
  readonly #outcome = element('p', { class: 'outcome', role: 'status' }, this.#outcomeIcon, this.#outcomeText);
  readonly #facts: HTMLElement;
  readonly #details = element('ul', { class: 'details' });
  readonly #more: HTMLButtonElement;
  readonly #stop: HTMLElement;
  readonly #commands: readonly (readonly [HostCommand, HTMLElement])[];
  readonly #export: HTMLElement;
  #shown: Header | undefined;

  constructor(language: Language, actions: HeaderActions) {
    const { text } = language;
    this.#facts = element('dl', { class: 'facts', 'aria-label': text('facts') });
    this.#call.append(this.#method, this.#arguments);
    const stop = element('vscode-button', { class: 'stop' }, icon('debug-stop'), ` ${text('stop')}`);
    stop.addEventListener('click', () => actions.stop());
    this.#stop = stop;
    this.#export = menuButton(
      'export',
      text('export'),
      EXPORT_FORMATS.map((format) => ({ label: text(EXPORTS[format]), choose: () => actions.export(format) })),
    );
    this.#more = element(
      'button',
      { type: 'button', class: 'text-button', 'aria-expanded': 'false' },
      icon('chevron-right'),
      text('details'),
    );
    this.#more.addEventListener('click', () => this.#toggleDetails());
    const help = iconButton('keyboard', text('help'), () => actions.help(), { shortcut: '?' });
    this.#commands = HOST_COMMANDS.map((command) => {
      const [name, label] = COMMANDS[command];
      return [command, iconButton(name, text(label), () => actions.command(command))] as const;
    });
    const commands = this.#commands.map(([, button]) => button);
    const buttons = element('div', { class: 'header-buttons' }, stop, ...commands, this.#more, this.#export, help);
    this.element = element(
      'header',
      { class: 'header' },
      element('div', { class: 'headline' }, this.#call, this.#outcome, buttons),
      element('div', { class: 'about' }, this.#facts, this.#details),
    );
  }

  update({ header, extent, abilities }: View): void {
    this.#stop.hidden = !abilities.stop || extent.complete || header.outcomeKind !== 'running';
    this.#export.hidden = !abilities.export;
    for (const [command, button] of this.#commands) button.hidden = !abilities.commands.includes(command);
    if (header === this.#shown) return;
    this.#shown = header;
    const args = header.args ?? '…';
    setText(this.#method, header.method);
    setText(this.#arguments, `(${args})`);
    setAttribute(this.#call, 'title', `${header.method}(${args})`);
    setIcon(this.#outcomeIcon, OUTCOME_ICONS[header.outcomeKind]);
    setText(this.#outcomeText, header.outcome);
    this.#outcome.className = `outcome outcome-${header.outcomeKind}`;
    const facts = header.facts.toSorted(([a], [b]) => glanceOrder(a) - glanceOrder(b));
    this.#facts.replaceChildren(
      ...facts.map(([label, value]) => {
        const glance = GLANCE.includes(label);
        const name = element('dt', {}, label);
        if (label === GLANCE[0]) name.prepend(icon('shield'), ' ');
        return element('div', { class: glance ? 'fact glance' : 'fact' }, name, element('dd', {}, value));
      }),
    );
    this.#details.replaceChildren(...header.details.map((line) => element('li', {}, line)));
  }

  #toggleDetails(): void {
    const open = this.element.classList.toggle('open');
    setAttribute(this.#more, 'aria-expanded', String(open));
  }
}

function glanceOrder(label: string): number {
  const index = GLANCE.indexOf(label);
  return index === -1 ? GLANCE.length : index;
}
