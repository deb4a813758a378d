import type { Branch } from './valueBranch.ts';

/**
 * Where a key leads in a tree.
 *
 * @returns a function that gives the next item, if there is one; `undefined` for a key that the tree does not take
 */
export function moveOf(
  key: string,
  root: Element,
  item: HTMLElement,
  branch: Branch,
): (() => Element | null | undefined) | undefined {
  const moves: Readonly<Record<string, () => Element | null | undefined>> = {
    ArrowDown: () => visibleSibling(item, 'nextElementSibling'),
    ArrowUp: () => visibleSibling(item, 'previousElementSibling'),
    PageDown: () => aPageFrom(item, 'nextElementSibling'),
    PageUp: () => aPageFrom(item, 'previousElementSibling'),
    Home: () => root.firstElementChild,
    End: () => visibleSibling(null, 'previousElementSibling', root.lastElementChild),
    ArrowRight: () => (branch.open && item !== branch.more ? visibleSibling(item, 'nextElementSibling') : undefined),
    ArrowLeft: () => (item === branch.more ? branch.item : branch.open ? undefined : branch.parent?.item),
    Enter: () => undefined,
    ' ': () => undefined,
  };
  return Object.hasOwn(moves, key) ? moves[key] : undefined;
}

/** The item of a tree in which something happened. */
export function itemOf(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('[role=treeitem]') : null;
}

/** Shows or hides what is below a branch, as far as it is open. */
export function showChildren(branch: Branch, shown: boolean): void {
  for (const child of branch.children) {
    child.item.hidden = !shown;
    showChildren(child, shown && child.open);
  }
  if (branch.more) branch.more.hidden = !shown;
}

/** The last item that is not further away than what fits into the view. */
function aPageFrom(item: HTMLElement, direction: 'nextElementSibling' | 'previousElementSibling'): Element | null {
  const room = (scrollerOf(item)?.clientHeight ?? 0) - item.offsetHeight;
  let found: Element | null = null;
  for (let next = visibleSibling(item, direction); next; next = visibleSibling(next, direction)) {
    const isBeyond = next instanceof HTMLElement && Math.abs(next.offsetTop - item.offsetTop) > room;
    // The next one in any case, be the view ever so low.
    if (isBeyond && found) break;
    found = next;
  }
  return found;
}

/** What scrolls an element. */
function scrollerOf(element: HTMLElement): HTMLElement | null {
  const parent = element.parentElement;
  if (!parent || /auto|scroll/.test(getComputedStyle(parent).overflowY)) return parent;
  return scrollerOf(parent);
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
