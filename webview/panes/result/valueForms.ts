import type { ShownValue } from '../../../src/protocol/result.ts';
import { element } from '../../ui/dom.ts';
import { hexText } from '../../model/hexDump.ts';
import { jsonIn, type Form } from '../../model/naturalForm.ts';
import { prettyJson } from '../../model/prettyJson.ts';
import { readValue } from '../../model/valueNode.ts';
import type { Language } from '../../view.ts';
import { ValueTree } from '../detail/valueTree.ts';
import { imageView } from './imageView.ts';
import { htmlFrame, markdownFrame } from './inertFrame.ts';
import { tableView } from './tableView.ts';
import { plainText } from './textView.ts';

/** Bytes of a value that are shown as hex. */
const SHOWN_BYTES = 256;

/** A value in one of its forms. */
export function valueForm(
  value: ShownValue,
  form: Form,
  language: Language,
  copy: (text: string) => void,
): HTMLElement {
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
      return tableView(content.kind === 'json' ? content.json : jsonIn(words), language);
    case 'json':
      return plainText(prettyJson(jsonText(value)), text('result'));
    case 'value':
      return plainValue(value, language, copy);
  }
}

/** The JSON of a value on one line: of a text that is JSON, that text. */
function jsonText({ content }: ShownValue): string {
  if (content.kind === 'text') return content.text;
  return JSON.stringify(content.kind === 'json' ? content.json : null);
}

function plainValue({ content, size }: ShownValue, language: Language, copy: (text: string) => void): HTMLElement {
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
      const { count, preview, kind } = readValue(content.json);
      if (count === 0) return element('p', { class: `result-text large kind-${kind}` }, preview);
      const tree = new ValueTree(language, copy);
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
