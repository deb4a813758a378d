import { element, icon, setAttribute } from '../ui/dom.ts';
import type { IconName } from '../ui/icons.ts';

export interface MenuItem {
  readonly label: string;
  readonly choose: () => void;
}

/** CSS pixels between a menu and the edge of the page. */
const MARGIN = 4;

/** A button that opens a menu: arrows move in it, Escape and leaving it close it. */
export function menuButton(name: IconName, label: string, items: readonly MenuItem[]): HTMLElement {
  const button = element(
    'button',
    { type: 'button', class: 'text-button', title: label, 'aria-haspopup': 'menu', 'aria-expanded': 'false' },
    icon(name),
    element('span', { class: 'button-word' }, label),
    icon('chevron-down'),
  );
  const choices = items.map(({ label: text }) =>
    element('button', { type: 'button', class: 'menu-item', role: 'menuitem', tabindex: -1 }, text),
  );
  const menu = element('div', { class: 'menu', role: 'menu', 'aria-label': label, hidden: true }, ...choices);
  const holder = element('div', { class: 'menu-holder' }, button, menu);

  const close = () => {
    menu.hidden = true;
    setAttribute(button, 'aria-expanded', 'false');
  };
  const open = (index: number) => {
    menu.hidden = false;
    keepInView(menu);
    setAttribute(button, 'aria-expanded', 'true');
    choices.at(index)?.focus();
  };
  const move = (by: number) => {
    const now = choices.findIndex((choice) => choice === document.activeElement);
    choices.at((now + by) % choices.length)?.focus();
  };

  button.addEventListener('click', () => (menu.hidden ? open(0) : close()));
  button.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    event.stopPropagation();
    open(event.key === 'ArrowDown' ? 0 : -1);
  });
  choices.forEach((choice, i) =>
    choice.addEventListener('click', () => {
      close();
      button.focus();
      items[i]?.choose();
    }),
  );
  menu.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown') move(1);
    else if (event.key === 'ArrowUp') move(-1);
    else if (event.key === 'Home') choices.at(0)?.focus();
    else if (event.key === 'End') choices.at(-1)?.focus();
    else if (event.key === 'Escape') {
      close();
      button.focus();
    } else return;
    event.preventDefault();
  });
  holder.addEventListener('focusout', ({ relatedTarget }) => {
    if (!(relatedTarget instanceof Node && holder.contains(relatedTarget))) close();
  });
  return holder;
}

/** Moves an open menu that would be cut off by an edge of the page, and lets a long one scroll. */
function keepInView(menu: HTMLElement): void {
  menu.style.translate = '0';
  menu.style.maxHeight = '';
  const { left, right, top } = menu.getBoundingClientRect();
  const { clientWidth, clientHeight } = document.documentElement;
  const shift = left < MARGIN ? MARGIN - left : Math.min(0, clientWidth - MARGIN - right);
  menu.style.translate = `${shift}px`;
  menu.style.maxHeight = `${Math.max(60, clientHeight - top - MARGIN)}px`;
}
