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
import { FactsChip } from './factsChip.ts';
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

/** What was called, how it ended, and how it was held, in one line. */
export class HeaderPane {
  readonly element: HTMLElement;
  readonly #call = element('h1', { class: 'call' });
  readonly #method = element('span', { class: 'call-method' });
  readonly #arguments = element('span', { class: 'call-arguments' });
  readonly #outcomeIcon = icon('sync');
  readonly #outcomeText = element('span', { class: 'outcome-words' });
  readonly #outcome = element('p', { class: 'outcome', role: 'status' }, this.#outcomeIcon, this.#outcomeText);
  readonly #facts: FactsChip;
  readonly #stop: HTMLElement;
  readonly #commands: readonly (readonly [HostCommand, HTMLElement])[];
  readonly #export: HTMLElement;
  #shown: Header | undefined;

  constructor(language: Language, actions: HeaderActions) {
    const { text } = language;
    this.#facts = new FactsChip(language);
    this.#call.append(this.#method, this.#arguments);
    this.#stop = textButton('debug-stop', text('stop'), () => actions.stop());
    this.#stop.classList.add('stop');
    this.#export = menuButton(
      'export',
      text('export'),
      EXPORT_FORMATS.map((format) => ({ label: text(EXPORTS[format]), choose: () => actions.export(format) })),
    );
    const help = iconButton('keyboard', text('help'), () => actions.help(), { shortcut: '?' });
    this.#commands = HOST_COMMANDS.map((command) => {
      const [name, label] = COMMANDS[command];
      const button = iconButton(name, text(label), () => actions.command(command));
      button.classList.add(`command-${command}`);
      return [command, button] as const;
    });
    const commands = this.#commands.map(([, button]) => button);
    const buttons = element('div', { class: 'header-buttons' }, this.#stop, ...commands, this.#export, help);
    this.element = element('header', { class: 'header' }, this.#call, this.#outcome, this.#facts.element, buttons);
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
    setAttribute(this.#outcome, 'title', header.outcome);
    this.#outcome.className = `outcome outcome-${header.outcomeKind}`;
    this.#facts.update(header);
  }
}

/** A button whose word is hidden where there is little room; its name stays. */
function textButton(name: IconName, label: string, click: () => void): HTMLButtonElement {
  const word = element('span', { class: 'button-word' }, label);
  const button = element(
    'button',
    { type: 'button', class: 'text-button', 'aria-label': label, title: label },
    icon(name),
    word,
  );
  button.addEventListener('click', click);
  return button;
}
