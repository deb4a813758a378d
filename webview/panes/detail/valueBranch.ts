import { MAX_PATH, type ValuePath } from '../../../src/protocol/value/whole.ts';
import { readValue, type ValueChild, type ValueNode } from '../../model/value/valueNode.ts';
import { element, icon } from '../../ui/dom.ts';
import type { Language } from '../../view.ts';
import { appendVisible } from './richText.ts';

/** CSS pixels of indentation for each level, and the last level that is indented further. */
const INDENT = 14;
const MAX_INDENTED = 40;

/** An item of the tree, and what is known of its children. */
export interface Branch {
  readonly item: HTMLElement;
  readonly node: ValueNode;
  /** `undefined` for a piece of a text or of bytes, which is no value. */
  readonly path: ValuePath | undefined;
  readonly parent: Branch | undefined;
  readonly level: number;
  readonly children: Branch[];
  /** The children that came last from the host, how many of them are items, and how much of the value came before. */
  page: ValueNode;
  used: number;
  before: number;
  /** The item that loads more children, while there are more. */
  more: HTMLElement | undefined;
  loading: boolean;
  open: boolean;
}

/** A value in the tree, with its key. */
export function makeBranch(
  language: Language,
  { key, value, isPiece }: ValueChild,
  parent: Branch | undefined,
  position: number,
): Branch {
  const node = readValue(isPiece ? '' : value, language.formats);
  const level = (parent?.level ?? 0) + 1;
  const path = parent ? (isPiece ? undefined : [...(parent.path ?? []), position]) : [];
  const isBranch = node.count > 0 || node.rest > 0;
  const item = element(
    'div',
    {
      class: 'tree-item',
      role: 'treeitem',
      tabindex: -1,
      'aria-level': level,
      'aria-posinset': position + 1,
      'aria-setsize': isPiece ? undefined : (parent?.node.size ?? 1),
      'aria-expanded': isBranch ? 'false' : undefined,
    },
    isBranch ? icon('chevron-right') : element('span', { class: 'tree-leaf' }),
    ...(isPiece ? [piece(value)] : wordsOf(language, key, node)),
  );
  indent(item, level);
  const page = node;
  return {
    item,
    node,
    path,
    parent,
    level,
    children: [],
    page,
    used: 0,
    before: 0,
    more: undefined,
    loading: false,
    open: false,
  };
}

function wordsOf({ text, formats }: Language, key: string, node: ValueNode): (Node | string)[] {
  // Behind the closing quote of a text that is shown in part.
  const isCutText = node.kind === 'string' && node.preview.endsWith('…');
  return [
    ...(key === '' ? [] : [element('span', { class: 'tree-key' }, key), ': ']),
    element('span', { class: `tree-value kind-${node.kind}` }, node.preview),
    ...(isCutText
      ? [element('span', { class: 'tree-length' }, ` ${text('characters', formats.count(node.size))}`)]
      : []),
    element('span', { class: 'tree-kind' }, ` ${node.kind}`),
  ];
}

function piece(value: unknown): HTMLElement {
  const words = element('span', { class: 'tree-piece' });
  appendVisible(words, typeof value === 'string' ? value.replace(/\r?\n$/, '') : '');
  return words;
}

/** The node of an item; of a piece of a text, the text. */
export function pathOf(branch: Branch | undefined): ValuePath | undefined {
  return branch?.path ?? branch?.parent?.path;
}

/** The item that loads the rest of a branch; `undefined` if there is none. */
export function makeMore(language: Language, branch: Branch): HTMLElement | undefined {
  const words = moreWords(language, branch);
  if (words === undefined) return undefined;
  const attributes = { class: 'tree-item tree-more', role: 'treeitem', tabindex: -1, 'aria-level': branch.level + 1 };
  const more = element('div', attributes, words);
  indent(more, branch.level + 2);
  return more;
}

function moreWords({ text, formats }: Language, { page, used, node, path }: Branch): string | undefined {
  const here = page.count - used;
  if (here === 0 && page.rest === 0) return undefined;
  if (here === 0 && (path === undefined || path.length > MAX_PATH)) return text('tooDeep');
  if (page.rest === 0) return text('more', formats.count(here));
  if (node.kind === 'string') return text('moreCharacters', formats.count(page.rest), formats.count(node.size));
  if (node.kind === 'bytes' || node.kind === 'ext') {
    return text('moreOf', formats.size(page.rest), formats.size(node.size));
  }
  return text('moreOf', formats.count(here + page.rest), formats.count(node.size));
}

function indent(item: HTMLElement, level: number): void {
  item.style.paddingLeft = `${(Math.min(level, MAX_INDENTED) - 1) * INDENT}px`;
}
