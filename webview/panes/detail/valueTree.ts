import type { ValuePath } from '../../../src/protocol/value/whole.ts';
import { readValue } from '../../model/value/valueNode.ts';
import { element, setAttribute, setIcon, setText } from '../../ui/dom.ts';
import type { Language } from '../../view.ts';
import { asksForMenu, placeAt, type MenuPlace } from '../contextMenu.ts';
import { itemOf, moveOf, showChildren } from './treeMoves.ts';
import { makeBranch, makeMore, pathOf, type Branch } from './valueBranch.ts';

/** Children created at a time: a list of a million items opens in pieces. */
const BATCH = 200;
/** Most nodes that are visible at the start. */
const FIRST_OPEN = 60;

export interface TreeActions {
  copy(path: ValuePath): void;
  menu(path: ValuePath, at: MenuPlace): void;
  /** Children of a node that only the host has, from a position on. */
  part(path: ValuePath, from: number): Promise<unknown>;
}

/** A value as a tree; items are created on demand, as siblings in the document: `aria-level` gives the nesting. */
export class ValueTree {
  readonly element: HTMLElement;
  readonly #branches = new WeakMap<Element, Branch>();
  readonly #language: Language;
  readonly #actions: TreeActions;
  #active: HTMLElement | undefined;

  constructor(language: Language, actions: TreeActions) {
    this.#language = language;
    this.#actions = actions;
    this.element = element('div', { class: 'tree', role: 'tree', 'aria-label': language.text('value') });
    this.element.addEventListener('keydown', (event) => this.#key(event));
    this.element.addEventListener('click', (event) => this.#click(event));
    this.element.addEventListener('contextmenu', (event) => this.#contextMenu(event));
    this.element.addEventListener('focusin', ({ target }) => {
      if (target instanceof HTMLElement) this.#setActive(target);
    });
  }

  /** @param name of the value; empty for none */
  show(json: unknown, name = ''): void {
    const root = this.#add({ key: name, value: json, isPiece: false }, undefined, 0);
    this.element.replaceChildren(root.item);
    this.#setActive(root.item);
    this.#openSome(root);
  }

  /** Opens level by level, while at most `FIRST_OPEN` nodes are visible. */
  #openSome(root: Branch): void {
    const queue = [root];
    let open = 1;
    for (let branch = queue.shift(); branch; branch = queue.shift()) {
      const { count, kind } = branch.node;
      const isNested = kind === 'array' || kind === 'object' || kind === 'map';
      if (!isNested || count === 0 || open + Math.min(count, BATCH) > FIRST_OPEN) continue;
      this.#setOpen(branch, true);
      open += count;
      queue.push(...branch.children);
    }
  }

  #add(child: Parameters<typeof makeBranch>[1], parent: Branch | undefined, position: number): Branch {
    const branch = makeBranch(this.#language, child, parent, position);
    this.#branches.set(branch.item, branch);
    return branch;
  }

  #setOpen(branch: Branch, open: boolean): void {
    if (branch.node.count === 0 && branch.node.rest === 0) return;
    branch.open = open;
    if (open && branch.children.length === 0) this.#fill(branch);
    showChildren(branch, open);
    setAttribute(branch.item, 'aria-expanded', String(open));
    const chevron = branch.item.firstElementChild;
    if (chevron) setIcon(chevron, open ? 'chevron-down' : 'chevron-right');
    // A node of which nothing has come yet is opened to see it.
    if (open && branch.page.count === 0 && branch.more) void this.#load(branch);
  }

  /** Creates the next children of those at hand. */
  #fill(branch: Branch): void {
    const { page, children, used } = branch;
    const to = Math.min(page.count, used + BATCH);
    const after = branch.more ?? branch.item;
    const made = page.children(used, to).map((child, i) => {
      // Keys of items are their positions, which go on from page to page.
      const position = children.length + i;
      const isItem = branch.node.kind === 'array';
      return this.#add(isItem ? { ...child, key: String(position) } : child, branch, position);
    });
    children.push(...made);
    branch.used = to;
    const more = makeMore(this.#language, branch);
    if (more) this.#branches.set(more, branch);
    after.after(...made.map(({ item }) => item), ...(more ? [more] : []));
    branch.more?.remove();
    branch.more = more;
  }

  /** Creates more children, from the host if none is at hand. */
  async #load(branch: Branch): Promise<void> {
    const { page, used, path, more } = branch;
    if (used < page.count) {
      this.#show(branch);
      return;
    }
    if (branch.loading || !path || !more || page.rest === 0) return;
    branch.loading = true;
    const { text, formats } = this.#language;
    setText(more, text('loadingMore'));
    try {
      const from = branch.before + page.shown;
      const next = readValue(await this.#actions.part(path, from), formats);
      Object.assign(branch, { before: from, page: next, used: 0 });
      this.#show(branch);
      if (!branch.open) showChildren(branch, false);
    } catch (error) {
      setText(more, text('failed', error instanceof Error ? error.message : String(error)));
    } finally {
      branch.loading = false;
    }
  }

  /** Creates the next children; the first of them has the focus if the item that offered them had it. */
  #show(branch: Branch): void {
    const { more } = branch;
    const first = branch.children.length;
    this.#fill(branch);
    if (more && this.#active === more) this.#focus((branch.children[first] ?? branch).item);
  }

  /** Opens or closes an item, or loads more children. */
  async #toggle(item: HTMLElement): Promise<void> {
    const branch = this.#branches.get(item);
    if (!branch) return;
    if (item !== branch.more) {
      this.#setOpen(branch, !branch.open);
      return;
    }
    await this.#load(branch);
  }

  #click({ target }: Event): void {
    const item = itemOf(target);
    // Selecting text with the pointer must not open an item.
    if (!item || getSelection()?.isCollapsed === false) return;
    this.#focus(item);
    void this.#toggle(item);
  }

  #contextMenu(event: MouseEvent): void {
    const item = itemOf(event.target);
    if (!item || getSelection()?.isCollapsed === false) return;
    event.preventDefault();
    this.#focus(item);
    this.#openMenu(item, { x: event.clientX, y: event.clientY });
  }

  #openMenu(item: HTMLElement, at: MenuPlace): void {
    const path = pathOf(this.#branches.get(item));
    if (path) this.#actions.menu(path, at);
  }

  #key(event: KeyboardEvent): void {
    const item = this.#active;
    const branch = item && this.#branches.get(item);
    if (!branch) return;
    const isCopy = (event.ctrlKey || event.metaKey) && event.key === 'c' && getSelection()?.isCollapsed !== false;
    if (isCopy || asksForMenu(event)) {
      event.preventDefault();
      const path = pathOf(this.#branches.get(item));
      if (!isCopy) this.#openMenu(item, placeAt(item));
      else if (path) this.#actions.copy(path);
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const move = moveOf(event.key, this.element, item, branch);
    if (!move) return;
    event.preventDefault();
    const next = move();
    if (next instanceof HTMLElement) this.#focus(next);
    else if (event.key === 'Enter' || event.key === ' ') void this.#toggle(item);
    else if (event.key === 'ArrowRight' && !branch.open) void this.#toggle(item);
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
