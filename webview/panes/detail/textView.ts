import type { Detail } from '../../../src/protocol/protocol.ts';
import { element, iconButton, setPressed, setText } from '../../ui/dom.ts';
import type { SourcePlace } from '../../model/value/sourcePlaces.ts';
import { viewText } from '../../../src/protocol/value/viewText.ts';
import type { Whole } from '../../../src/protocol/value/whole.ts';
import type { Language } from '../../view.ts';
import type { WholeActions } from '../../actions/wholeActions.ts';
import { richText } from './richText.ts';

export interface TextActions {
  readonly whole: WholeActions;
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
  #detail: Detail | undefined;

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
        ...(actions.whole.canSave
          ? [
              iconButton('go-to-file', text('openInEditor'), () => this.#take((what) => actions.whole.open(what))),
              iconButton('save-as', text('saveTextAs'), () => this.#take((what) => actions.whole.save(what))),
            ]
          : []),
        iconButton('copy', text('copyText'), () => this.#take((what) => actions.whole.copy(what))),
      ),
      this.#note,
      this.#text,
    );
  }

  show(detail: Detail): void {
    this.#detail = detail;
    const { text, formats } = this.#language;
    this.#fill(
      textOfFrame(detail),
      detail.output && detail.omitted ? text('leftOut', formats.size(detail.omitted)) : '',
    );
    this.#text.scrollTop = 0;
  }

  /** Takes all of the text that is shown, of which the page may have only a part. */
  #take(take: (what: Whole) => void): void {
    if (this.#detail) take({ kind: 'value', row: this.#detail.row, path: [], form: 'value' });
  }

  #fill(text: string, note: string): void {
    const language = this.#language;
    setText(this.#note, text === '' && note === '' ? language.text('noText') : note);
    this.#text.hidden = text === '';
    const { open } = this.#actions;
    this.#text.replaceChildren(richText(text, { open, openLabel: (place) => language.text('openSource', place) }));
  }
}

/** Output unchanged; a value as its JSON, with a note where it is cut. */
function textOfFrame({ output, value }: Detail): string {
  return output ? decode(output) : viewText(value, 2);
}

/** Bytes that are not UTF-8 become the replacement character: the next tab shows the bytes themselves. */
function decode(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}
