import type { Detail } from '../../../src/protocol/protocol.ts';
import { element, iconButton, setPressed, setText } from '../../ui/dom.ts';
import type { SourcePlace } from '../../model/sourcePlaces.ts';
import { valueText } from '../../model/valueNode.ts';
import type { Language } from '../../view.ts';
import { richText } from './richText.ts';

export interface TextActions {
  copy(text: string): void;
  /** `undefined` if places cannot be opened. */
  readonly open: ((place: SourcePlace) => void) | undefined;
}

/** A frame as text. All output together is in the console. */
export class TextView {
  readonly element: HTMLElement;
  readonly #language: Language;
  readonly #actions: TextActions;
  readonly #text: HTMLElement;
  readonly #note = element('p', { class: 'note' });
  #shown = '';

  constructor(language: Language, actions: TextActions) {
    const { text } = language;
    this.#language = language;
    this.#actions = actions;
    this.#text = element('pre', { class: 'text wrap', tabindex: 0, role: 'region', 'aria-label': text('tabText') });
    const wrap = iconButton(
      'word-wrap',
      text('wrapLines'),
      () => setPressed(wrap, this.#text.classList.toggle('wrap')),
      { pressed: true },
    );
    this.element = element(
      'div',
      { class: 'text-view' },
      element(
        'div',
        { class: 'panel-tools' },
        element('span', { class: 'spacer' }),
        wrap,
        iconButton('copy', text('copyText'), () => actions.copy(this.#shown)),
      ),
      this.#note,
      this.#text,
    );
  }

  show(detail: Detail): void {
    const { text, formats } = this.#language;
    this.#fill(
      textOfFrame(detail),
      detail.output && detail.omitted ? text('leftOut', formats.size(detail.omitted)) : '',
    );
    this.#text.scrollTop = 0;
  }

  #fill(text: string, note: string): void {
    const language = this.#language;
    this.#shown = text;
    setText(this.#note, text === '' && note === '' ? language.text('noText') : note);
    this.#text.hidden = text === '';
    const { open } = this.#actions;
    this.#text.replaceChildren(richText(text, { open, openLabel: (place) => language.text('openSource', place) }));
  }
}

/** Output unchanged; a value as its JSON. */
function textOfFrame({ output, value }: Detail): string {
  return output ? decode(output) : valueText(value);
}

/** Bytes that are not UTF-8 become the replacement character: the next tab shows the bytes themselves. */
function decode(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}
