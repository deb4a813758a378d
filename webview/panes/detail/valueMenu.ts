import type { ValuePath } from '../../../src/protocol/value/whole.ts';
import type { Language } from '../../view.ts';
import type { WholeActions } from '../../actions/wholeActions.ts';
import { openContextMenu, type MenuPlace } from '../contextMenu.ts';

/** The menu of a node in a value. */
export function openValueMenu(
  { text }: Language,
  whole: WholeActions,
  row: number,
  path: ValuePath,
  at: MenuPlace,
): void {
  const value = { kind: 'value', row, path, form: 'value' } as const;
  const items = [
    { label: text('copyValue'), choose: () => whole.copy(value) },
    { label: text('copyPath'), choose: () => whole.copy({ kind: 'path', row, path }) },
    ...(whole.canSave
      ? [
          { label: text('openInEditor'), choose: () => whole.open(value) },
          { label: text('saveValueAs'), choose: () => whole.save(value) },
        ]
      : []),
  ];
  openContextMenu(text('value'), items, at);
}
