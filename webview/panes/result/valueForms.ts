import type { ShownValue } from '../../../src/protocol/result.ts';
import { shownOf } from '../../../src/protocol/value/cut.ts';
import { viewText } from '../../../src/protocol/value/viewText.ts';
import { element } from '../../ui/dom.ts';
import { hexText } from '../../model/text/hexDump.ts';
import { jsonIn, type Form } from '../../model/value/naturalForm.ts';
import { prettyJson } from '../../model/value/prettyJson.ts';
import { readValue } from '../../model/value/valueNode.ts';
import type { Language } from '../../view.ts';
import type { WholeActions } from '../../actions/wholeActions.ts';
import { openValueMenu } from '../detail/valueMenu.ts';
import { ValueTree } from '../detail/valueTree.ts';
import { imageView } from './imageView.ts';
import { htmlFrame, markdownFrame } from './inertFrame.ts';
import { tableView } from './tableView.ts';
import { plainText } from './textView.ts';

/** Bytes of a value that are shown as hex. */
const SHOWN_BYTES = 256;

/** A value in one of its forms. */
export function valueForm(value: ShownValue, form: Form, language: Language, whole: WholeActions): HTMLElement {
  const { content, image } = value;
  const { text } = language;
  const words = content.kind === 'text' ? content.text : '';
  switch (form) {
    case 'html':
      return htmlFrame(words, text('htmlOf'));
    case 'markdown':
      return orPlain(() => markdownFrame(words, text('markdownOf')), words, text('result'));
    case 'image':
      return image ? imageView(image, language) : plainText(words, text('result'));
    case 'table':
      return tableView(content.kind === 'json' ? shownOf(content.json) : jsonIn(words), language);
    case 'json':
      return plainText(jsonText(value), text('result'));
    case 'value':
      return plainValue(value, language, whole);
  }
}

/** The JSON of a value, which says where it is cut: of a text that is JSON, that text. */
function jsonText({ content }: ShownValue): string {
  if (content.kind === 'text') return prettyJson(content.text);
  if (content.kind !== 'json') return 'null';
  return content.omitted > 0 ? viewText(content.json, 2) : prettyJson(JSON.stringify(content.json));
}

function plainValue({ row, content, size }: ShownValue, language: Language, whole: WholeActions): HTMLElement {
  const { text, formats } = language;
  switch (content.kind) {
    case 'text':
      if (content.text === '') return element('p', { class: 'result-text large note' }, text('emptyText'));
      return plainText(content.text, text('result'));
    case 'bytes': {
      const shown = content.bytes.subarray(0, SHOWN_BYTES);
      const hex = `${hexText(shown, 0, shown.length)}${content.length > shown.length ? '\n…' : ''}`;
      const head = element('p', { class: 'result-text large' }, `<${formats.size(content.length)}>`);
      const attributes = { class: 'result-hex', tabindex: 0, role: 'region', 'aria-label': text('tabBytes') };
      return element('div', { class: 'result-bytes' }, head, element('pre', attributes, hex));
    }
    case 'large':
      return element('p', { class: 'result-text' }, text('tooLargeToShow', formats.size(size)));
    case 'json': {
      const { count, rest, preview, kind } = readValue(content.json, formats);
      if (count === 0 && rest === 0) return element('p', { class: `result-text large kind-${kind}` }, preview);
      const tree = new ValueTree(language, {
        copy: (path) => whole.copy({ kind: 'value', row, path, form: 'value' }),
        menu: (path, at) => openValueMenu(language, whole, row, path, at),
        part: (path, from) => whole.part(row, path, from),
      });
      tree.show(content.json);
      return element('div', { class: 'result-tree' }, tree.element);
    }
  }
}

function orPlain(make: () => HTMLElement, words: string, label: string): HTMLElement {
  try {
    return make();
  } catch {
    return plainText(words, label);
  }
}
