import type { EventType } from '../../../src/protocol/lane.ts';
import type { Detail } from '../../../src/protocol/protocol.ts';
import { frameNumber } from '../../../src/text/frameNumber.ts';
import { element, icon, setIcon, setText } from '../../ui/dom.ts';
import { TABS, type Tab } from '../../model/viewState.ts';
import type { TextKey } from '../../texts.ts';
import type { Language, View } from '../../view.ts';
import { iconOf } from '../laneLook.ts';
import { BytesView, type BytesActions } from './bytesView.ts';
import { Tabs } from './tabs.ts';
import { TextView, type TextActions } from './textView.ts';
import { ValueView } from './valueView.ts';

export interface DetailActions extends TextActions, BytesActions {
  tab(tab: Tab): void;
  saveValue(row: number): void;
}

const TAB_NAMES: Readonly<Record<Tab, TextKey>> = { value: 'tabValue', text: 'tabText', bytes: 'tabBytes' };

/** Everything about the selected frame. */
export class DetailPane {
  readonly element: HTMLElement;
  readonly #language: Language;
  readonly #tabs: Tabs<Tab>;
  readonly #views: Readonly<Record<Tab, { readonly element: HTMLElement; show(detail: Detail): void }>>;
  readonly #icon = icon('pulse');
  readonly #title = element('h2', { class: 'detail-title' });
  readonly #facts = element('p', { class: 'detail-facts' });
  readonly #head: HTMLElement;
  readonly #none: HTMLElement;
  readonly #save;
  #shown: { detail: Detail; tab: Tab } | undefined;
  #detail: Detail | undefined;
  #row: number | null = null;
  #focusWhenShown = false;

  constructor(language: Language, actions: DetailActions) {
    const { text } = language;
    this.#language = language;
    this.#tabs = new Tabs<Tab>({
      names: TABS,
      label: text('detail'),
      labelOf: (tab) => text(TAB_NAMES[tab]),
      chosen: (tab) => actions.tab(tab),
    });
    this.#views = {
      value: new ValueView(language, actions),
      text: new TextView(language, actions),
      bytes: new BytesView(language, actions),
    };
    for (const tab of TABS) this.#tabs.panels.get(tab)?.append(this.#views[tab].element);
    this.#save = element('button', { type: 'button', class: 'text-button' }, icon('save-as'), text('saveValueAs'));
    this.#save.addEventListener('click', () => {
      if (this.#detail) actions.saveValue(this.#detail.row);
    });
    this.#none = element('p', { class: 'empty' }, text('detailNone'));
    this.#head = element(
      'div',
      { class: 'detail-head' },
      element('div', { class: 'detail-line' }, this.#icon, this.#title, this.#facts),
      element('div', { class: 'detail-bar' }, this.#tabs.list, element('span', { class: 'spacer' }), this.#save),
    );
    this.element = element(
      'section',
      { class: 'detail', 'aria-label': text('detail') },
      this.#none,
      this.#head,
      ...this.#tabs.panels.values(),
    );
  }

  update({ detail, row, state, abilities }: View): void {
    this.#detail = detail;
    this.#row = row;
    this.#none.hidden = detail !== undefined;
    this.#head.hidden = detail === undefined;
    if (!detail) {
      for (const panel of this.#tabs.panels.values()) panel.hidden = true;
      this.#shown = undefined;
      return;
    }
    const tab = tabFor(detail.type, state.tab);
    this.#save.hidden = !abilities.saveValue || detail.type === 'lifecycle' || detail.type === 'outcome';
    this.#tabs.show(tab);
    if (this.#shown?.detail === detail && this.#shown.tab === tab) return;
    this.#shown = { detail, tab };
    this.#showHead(detail);
    this.#views[tab].show(detail);
    if (this.#focusWhenShown && detail.row === row) this.focus();
  }

  /** Moves the focus to the content of the selected frame, as soon as it has loaded. */
  focus(): void {
    this.#focusWhenShown = this.#shown?.detail.row !== this.#row;
    if (this.#focusWhenShown) return;
    const panel = [...this.#tabs.panels.values()].find(({ hidden }) => !hidden);
    panel?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  }

  #showHead(detail: Detail): void {
    const { text, formats } = this.#language;
    setIcon(this.#icon, iconOf(detail.type));
    setText(this.#title, `${text('detailOf', formats.count(frameNumber(detail.row)))} · ${detail.type}`);
    const facts = [formats.size(detail.size), text('arrived', formats.duration(detail.t))];
    if (detail.at !== null) facts.push(text('inInmate', formats.duration(detail.at)));
    setText(this.#facts, facts.join(' · '));
  }
}

/** Output has no value: shows its text instead. */
function tabFor(type: EventType, chosen: Tab | null): Tab {
  const output = type === 'stdout' || type === 'stderr';
  const wanted = chosen ?? (output ? 'text' : 'value');
  return output && wanted === 'value' ? 'text' : wanted;
}
