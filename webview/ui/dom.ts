import type { IconName } from './icons.ts';

type AttributeValue = string | number | boolean | null | undefined;

/** Creates an element. Attributes that are false, null or undefined are left out; strings become text, never markup. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, AttributeValue>> = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) setAttribute(made, name, value);
  made.append(...children);
  return made;
}

/** Sets an attribute only if it differs, to avoid recomputing styles. */
export function setAttribute(target: Element, name: string, value: AttributeValue): void {
  const wanted = value === false || value === null || value === undefined ? null : value === true ? '' : String(value);
  if (target.getAttribute(name) === wanted) return;
  if (wanted === null) target.removeAttribute(name);
  else target.setAttribute(name, wanted);
}

/** Sets text only if it differs, to avoid a new layout, and keeps the text node. */
export function setText(target: Node, text: string): void {
  const { firstChild } = target;
  if (firstChild instanceof Text && firstChild.nextSibling === null) {
    if (firstChild.data !== text) firstChild.data = text;
  } else if (target.textContent !== text) {
    target.textContent = text;
  }
}

/** An icon, hidden from assistive technology: a text beside it or its button's name gives the meaning. */
export function icon(name: IconName): HTMLSpanElement {
  return element('span', { class: `codicon codicon-${name}`, 'aria-hidden': 'true' });
}

export function setIcon(target: Element, name: IconName): void {
  const wanted = `codicon codicon-${name}`;
  if (target.className !== wanted) target.className = wanted;
}

export interface IconButtonOptions {
  /** In the syntax of `aria-keyshortcuts`. */
  readonly shortcut?: string;
  /** Whether a toggle button is pressed; omit it for other buttons. */
  readonly pressed?: boolean;
}

export function iconButton(
  name: IconName,
  label: string,
  click: () => void,
  { shortcut, pressed }: IconButtonOptions = {},
): HTMLButtonElement {
  const button = element(
    'button',
    {
      type: 'button',
      class: 'icon-button',
      'aria-label': label,
      title: shortcut ? `${label} (${shortcut})` : label,
      'aria-keyshortcuts': shortcut,
      'aria-pressed': pressed === undefined ? undefined : String(pressed),
    },
    icon(name),
  );
  button.addEventListener('click', click);
  return button;
}

export function setPressed(button: Element, pressed: boolean): void {
  setAttribute(button, 'aria-pressed', String(pressed));
}

/** Whether a key press there is typing, or belongs to a widget with its own keys. */
export function takesKeys(path: readonly EventTarget[]): boolean {
  return path.some(
    (target) =>
      target instanceof Element &&
      (target.matches('input:not([type=checkbox]), select, textarea, dialog, [role=menu], [contenteditable]') ||
        target instanceof HTMLDialogElement),
  );
}
