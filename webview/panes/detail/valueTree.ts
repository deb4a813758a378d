import { element, icon, setAttribute, setIcon } from '../../ui/dom.ts';
import { readValue, valueText, type ValueNode } from '../../model/valueNode.ts';
import type { Language } from '../../view.ts';

/** Children created at a time: a list of a million items opens in pieces. */
const BATCH = 200;
/** Most nodes that are visible at the start. */
const FIRST_OPEN = 60;
/** CSS pixels of indentation for each level, and the last level that is indented further. */
const INDENT = 14;
const MAX_INDENTED = 40;

interface Branch {
  readonly item: HTMLElement;
  readonly node: ValueNode;
  readonly json: unknown;
  readonly parent: Branch | undefined;
  readonly level: number;
  readonly children: Branch[];
  /** The item that loads more children, while there are more. */
  more: HTMLElement | undefined;
  open: boolean;
}

/** A value as a tree; items are created on demand, as siblings in the document: `aria-level` gives the nesting. */
export class ValueTree {
  readonly element: HTMLElement;
  readonly #branches = new WeakMap<Element, Branch>();
  readonly #language: Language;
  readonly #copy: (text: string) => void;
  #active: HTMLElement | undefined;

  constructor(language: Language, copy: (text: string) => void) {
    this.#language = language;
    this.#copy = copy;
    this.element = element('div', { class: 'tree', role: 'tree', 'aria-label': language.text('value') });
    this.element.addEventListener('keydown', (event) => this.#key(event));
    this.element.addEventListener('click', (event) => this.#click(event));
    this.element.addEventListener('focusin', ({ target }) => {
      if (target instanceof HTMLElement) this.#setActive(target);
    });
  }

  show(json: unknown): void {
    const root = this.#makeBranch('', json, undefined, 1, 1);
    this.element.replaceChildren(root.item);
    this.#setActive(root.item);
    this.#openSome(root);
  }

  /** Opens level by level, while at most `FIRST_OPEN` nodes are visible. */
  #openSome(root: Branch): void {
    const queue = [root];
    let open = 1;
    for (let branch = queue.shift(); branch; branch = queue.shift()) {
      if (branch.node.count === 0 || open + branch.node.count > FIRST_OPEN) continue;
      this.#setOpen(branch, true);
      open += branch.node.count;
      queue.push(...branch.children);
    }
  }

  #makeBranch(key: string, json: unknown, parent: Branch | undefined, position: number, siblings: number): Branch {
    const node = readValue(json);
    const level = (parent?.level ?? 0) + 1;
    const parts = key === '' ? [] : [element('span', { class: 'tree-key' }, key), ': '];
    const item = element(
      'div',
      {
        class: 'tree-item',
        role: 'treeitem',
        tabindex: -1,
        'aria-level': level,
        'aria-posinset': position,
        'aria-setsize': siblings,
        'aria-expanded': node.count > 0 ? 'false' : undefined,
      },
      node.count > 0 ? icon('chevron-right') : element('span', { class: 'tree-leaf' }),
      ...parts,
      element('span', { class: `tree-value kind-${node.kind}` }, node.preview),
      element('span', { class: 'tree-kind' }, ` ${node.kind}`),
    );
    indent(item, level);
    const branch: Branch = { item, node, json, parent, level, children: [], more: undefined, open: false };
    this.#branches.set(item, branch);
    return branch;
  }

  #setOpen(branch: Branch, open: boolean): void {
    if (branch.node.count === 0) return;
    branch.open = open;
    if (open && branch.children.length === 0) this.#fill(branch);
    showChildren(branch, open);
    setAttribute(branch.item, 'aria-expanded', String(open));
    const chevron = branch.item.firstElementChild;
    if (chevron) setIcon(chevron, open ? 'chevron-down' : 'chevron-right');
  }

  /** Creates the next children. */
  #fill(branch: Branch): void {
    const { node, children } = branch;
    const from = children.length;
    const to = Math.min(node.count, from + BATCH);
    const after = branch.more ?? branch.item;
    const made = node
      .children(from, to)
      .map(({ key, value }, i) => this.#makeBranch(key, value, branch, from + i + 1, node.count));
    children.push(...made);
    const more = to < node.count ? this.#makeMore(branch, node.count - to) : undefined;
    after.after(...made.map(({ item }) => item), ...(more ? [more] : []));
    branch.more?.remove();
    branch.more = more;
  }

  #makeMore(branch: Branch, left: number): HTMLElement {
    const { text, formats } = this.#language;
    const attributes = { class: 'tree-item tree-more', role: 'treeitem', tabindex: -1, 'aria-level': branch.level + 1 };
    const more = element('div', attributes, text('more', formats.count(left)));
    indent(more, branch.level + 2);
    this.#branches.set(more, branch);
    return more;
  }

  /** Opens or closes an item, or loads more children. */
  #toggle(item: HTMLElement): void {
    const branch = this.#branches.get(item);
    if (!branch) return;
    if (item !== branch.more) {
      this.#setOpen(branch, !branch.open);
      return;
    }
    const first = branch.children.length;
    this.#fill(branch);
    const next = branch.children[first];
    if (next) this.#focus(next.item);
  }

  #click({ target }: Event): void {
    const item = target instanceof Element ? target.closest<HTMLElement>('[role=treeitem]') : null;
    // Selecting text with the pointer must not open an item.
    if (!item || getSelection()?.isCollapsed === false) return;
    this.#focus(item);
    this.#toggle(item);
  }

  #key(event: KeyboardEvent): void {
    const item = this.#active;
    const branch = item && this.#branches.get(item);
    if (!branch) return;
    if ((event.ctrlKey || event.metaKey) && event.key === 'c' && getSelection()?.isCollapsed !== false) {
      event.preventDefault();
      this.#copy(valueText(branch.json));
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const moves: Readonly<Record<string, () => Element | null | undefined>> = {
      ArrowDown: () => visibleSibling(item, 'nextElementSibling'),
      ArrowUp: () => visibleSibling(item, 'previousElementSibling'),
      Home: () => this.element.firstElementChild,
      End: () => visibleSibling(null, 'previousElementSibling', this.element.lastElementChild),
      ArrowRight: () => (branch.open && item !== branch.more ? visibleSibling(item, 'nextElementSibling') : undefined),
      ArrowLeft: () => (item === branch.more ? branch.item : branch.open ? undefined : branch.parent?.item),
      Enter: () => undefined,
      ' ': () => undefined,
    };
    const move = Object.hasOwn(moves, event.key) ? moves[event.key] : undefined;
    if (!move) return;
    event.preventDefault();
    const next = move();
    if (next instanceof HTMLElement) this.#focus(next);
    else if (event.key === 'Enter' || event.key === ' ') this.#toggle(item);
    else if (event.key === 'ArrowRight' && !branch.open) this.#toggle(item);
    else if (event.key === 'ArrowLeft' && branch.open) this.#setOpen(branch, false);
  }

  #focus(item: HTMLElement): void {
    this.#setActive(item);
    item.focus();
  }

  /** Exactly one item of the tree is in the Tab order. */
  #setActive(item: HTMLElement): void {
    if (this.#active) this.#active.tabIndex = -1;
    this.#active = item;
    item.tabIndex = 0;
  }
}

function showChildren(branch: Branch, shown: boolean): void {
  for (const child of branch.children) {
    child.item.hidden = !shown;
    showChildren(child, shown && child.open);
  }
  if (branch.more) branch.more.hidden = !shown;
}

function indent(item: HTMLElement, level: number): void {
  item.style.paddingLeft = `${(Math.min(level, MAX_INDENTED) - 1) * INDENT}px`;
}

/** The next item that is not hidden, in one direction. */
function visibleSibling(
  from: Element | null,
  direction: 'nextElementSibling' | 'previousElementSibling',
  first: Element | null | undefined = from?.[direction],
): Element | null | undefined {
  let found = first;
  while (found instanceof HTMLElement && found.hidden) found = found[direction];
  return found;
}
