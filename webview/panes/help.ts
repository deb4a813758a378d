import { element, iconButton } from '../ui/dom.ts';
import type { TextKey } from '../texts.ts';
import type { Language } from '../view.ts';

const KEYS: readonly (readonly [keys: readonly string[], TextKey])[] = [
  [['↑', '↓', '←', '→'], 'keyArrows'],
  [[',', '.'], 'keyLane'],
  [['W', 'S'], 'keyZoom'],
  [['A', 'D'], 'keyPan'],
  [['F'], 'keyFit'],
  [['C', '0'], 'keyHome'],
  [['Enter'], 'keyFold'],
  [['Esc'], 'keyUnmeasure'],
  [['Ctrl+F', '/'], 'keySearch'],
  [['F3', 'Shift+F3'], 'keyFindNext'],
  [['1', '2', '3', '4', '5'], 'keyLanes'],
  [['Space'], 'keyPlay'],
  [['PageUp', 'PageDown', 'Home', 'End'], 'keyPages'],
  [['Alt ↑', 'Alt ↓'], 'keyConsole'],
  [['?'], 'keyHelp'],
];

/** The list of keys, in a dialog. */
export function helpDialog({ text }: Language): HTMLDialogElement {
  const rows = KEYS.map(([keys, meaning]) =>
    element(
      'div',
      {},
      element('dt', {}, ...keys.map((key) => element('kbd', {}, key))),
      element('dd', {}, text(meaning)),
    ),
  );
  const dialog: HTMLDialogElement = element(
    'dialog',
    { class: 'help', 'aria-label': text('help') },
    element(
      'div',
      { class: 'help-head' },
      element('h2', {}, text('help')),
      iconButton('close', text('close'), () => dialog.close()),
    ),
    element('dl', {}, ...rows),
  );
  return dialog;
}
