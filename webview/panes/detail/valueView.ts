import type { Detail } from '../../../src/protocol/protocol.ts';
import { element, iconButton, setText } from '../../ui/dom.ts';
import type { SourcePlace } from '../../model/value/sourcePlaces.ts';
import { readRaise, type Raise } from '../../model/value/raise.ts';
import type { Language } from '../../view.ts';
import type { WholeActions } from '../../actions/wholeActions.ts';
import { richText } from './richText.ts';
import { openValueMenu } from './valueMenu.ts';
import { ValueTree } from './valueTree.ts';

export interface ValueActions {
  readonly whole: WholeActions;
  readonly open: ((place: SourcePlace) => void) | undefined;
}

/** A value as a tree; for a raise first its message, details, backtrace, nested errors and cause. */
export class ValueView {
  readonly element: HTMLElement;
  readonly #language: Language;
  readonly #actions: ValueActions;
  readonly #tree: ValueTree;
  readonly #raise = element('div', { class: 'raise' });
  readonly #note = element('p', { class: 'note' });
  readonly #tools: HTMLElement;
  #detail: Detail | undefined;

  constructor(language: Language, actions: ValueActions) {
    const { text } = language;
    this.#language = language;
    this.#actions = actions;
    const { whole } = actions;
    const act = (run: (row: number) => void): void => {
      if (this.#detail) run(this.#detail.row);
    };
    this.#tree = new ValueTree(language, {
      copy: (path) => act((row) => whole.copy({ kind: 'value', row, path, form: 'value' })),
      menu: (path, at) => act((row) => openValueMenu(language, whole, row, path, at)),
      part: async (path, from) => (this.#detail ? whole.part(this.#detail.row, path, from) : null),
    });
    const all = (row: number) => ({ kind: 'value', row, path: [], form: 'value' }) as const;
    this.#tools = element(
      'div',
      { class: 'panel-tools' },
      this.#note,
      element('span', { class: 'spacer' }),
      ...(whole.canSave
        ? [iconButton('go-to-file', text('openInEditor'), () => act((row) => whole.open(all(row))))]
        : []),
      iconButton('copy', text('copyValue'), () => act((row) => whole.copy(all(row)))),
    );
    const body = element('div', { class: 'value-body' }, this.#raise, this.#tree.element);
    this.element = element('div', { class: 'value-view' }, this.#tools, body);
  }

  show(detail: Detail): void {
    this.#detail = detail;
    const { text, formats } = this.#language;
    const output = detail.output !== null;
    setText(this.#note, output ? text('noValue') : '');
    if (detail.valueOmitted > 0) setText(this.#note, text('valueLeftOut'));
    this.#tree.element.hidden = output;
    for (const button of this.#tools.querySelectorAll('button')) button.hidden = output;
    const { yielded } = detail;
    const name = yielded === null || yielded === 1 ? '' : text('valuesYielded', formats.count(yielded));
    if (!output) this.#tree.show(detail.value, name);
    this.#showRaise(detail);
  }

  #showRaise({ type, value }: Detail): void {
    this.#raise.hidden = type !== 'raise';
    if (type === 'raise') this.#raise.replaceChildren(...this.#partsOf(readRaise(value)));
  }

  #partsOf(raise: Raise): HTMLElement[] {
    const { text } = this.#language;
    const inner = raise.inner.map(({ raise: error, place }) => {
      const label = place ? text('errorOf', String(place[0]), String(place[1])) : text('causedBy');
      return element('section', { class: 'raise-inner' }, element('p', {}, label), ...this.#partsOf(error));
    });
    return [
      element('p', { class: 'raise-title' }, raise.title),
      ...(raise.details === '' ? [] : [element('p', { class: 'raise-details' }, raise.details)]),
      ...this.#backtraceOf(raise),
      ...inner,
    ];
  }

  #backtraceOf({ backtrace }: Raise): HTMLElement[] {
    const { text } = this.#language;
    const { open } = this.#actions;
    const options = { open, openLabel: (place: string) => text('openSource', place) };
    const lines = backtrace.map((line) => element('li', {}, richText(line, options)));
    return lines.length > 0 ? [element('ol', { class: 'backtrace', 'aria-label': text('backtrace') }, ...lines)] : [];
  }
}
