import { element } from '../ui/dom.ts';
import type { MenuItem } from './menuButton.ts';

/** Where a menu opens, in CSS pixels of the page. */
export interface MenuPlace {
  readonly x: number;
  readonly y: number;
}

/** Pixels between a menu and the edge of the page. */
const MARGIN = 4;

let close: (() => void) | undefined;

/** Opens a menu at a place: arrows and first letters move in it; Escape, a choice and leaving it close it. */
export function openContextMenu(label: string, items: readonly MenuItem[], { x, y }: MenuPlace): void {
  close?.();
  const before = document.activeElement;
  const choices = items.map((item) => {
    const choice = element(
      'button',
      { type: 'button', class: 'menu-item', role: 'menuitem', tabindex: -1 },
      item.label,
    );
    choice.addEventListener('click', () => {
      leave();
      item.choose();
    });
    return choice;
  });
  const menu = element('div', { class: 'menu context-menu', role: 'menu', 'aria-label': label }, ...choices);
  const end = (): void => {
    if (close !== end) return;
    // Before it is removed: that takes the focus from it, which would end it once more.
    close = undefined;
    menu.remove();
  };
  const leave = (): void => {
    end();
    if (before instanceof HTMLElement) before.focus();
  };
  close = end;
  menu.addEventListener('keydown', (event) => {
    const now = choices.findIndex((choice) => choice === document.activeElement);
    const to = targetOf(event, now, choices);
    if (event.key === 'Escape' || event.key === 'Tab') leave();
    else if (to !== undefined) choices.at(to % choices.length)?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  menu.addEventListener('contextmenu', (event) => event.preventDefault());
  menu.addEventListener('focusout', ({ relatedTarget }) => {
    if (!(relatedTarget instanceof Node && menu.contains(relatedTarget))) end();
  });
  document.body.append(menu);
  menu.style.left = `${Math.max(MARGIN, Math.min(x, innerWidth - menu.offsetWidth - MARGIN))}px`;
  menu.style.top = `${Math.max(MARGIN, Math.min(y, innerHeight - menu.offsetHeight - MARGIN))}px`;
  choices[0]?.focus();
}

function targetOf({ key }: KeyboardEvent, now: number, choices: readonly HTMLElement[]): number | undefined {
  if (key === 'ArrowDown') return now + 1;
  if (key === 'ArrowUp') return now - 1;
  if (key === 'Home') return 0;
  if (key === 'End') return -1;
  if (key.length !== 1 || key === ' ') return undefined;
  const order = choices.map((_, i) => (now + 1 + i) % choices.length);
  return order.find((i) => choices[i]?.textContent.toLowerCase().startsWith(key.toLowerCase()));
}

/** Whether a key asks for a menu. */
export function asksForMenu({ key, shiftKey, ctrlKey, altKey, metaKey }: KeyboardEvent): boolean {
  return key === 'ContextMenu' || (key === 'F10' && shiftKey && !ctrlKey && !altKey && !metaKey);
}

/** The place of a menu that a key asked for: at the start of an element. */
export function placeAt(target: Element): MenuPlace {
  const { left, bottom } = target.getBoundingClientRect();
  return { x: left + 24, y: bottom };
}
