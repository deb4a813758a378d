import { LANES } from '../../../src/protocol/lane.ts';
import { EVERYTHING, type Filter } from '../../../src/protocol/protocol.ts';
import { frameNumber } from '../../../src/text/frameNumber.ts';
import type { FrameRow } from '../../model/list/frameRow.ts';
import { sameFilter } from '../../model/viewState.ts';
import type { Language } from '../../view.ts';
import type { WholeActions } from '../../actions/wholeActions.ts';
import { openContextMenu, type MenuPlace } from '../contextMenu.ts';

/** Characters of a preview by which frames are filtered. */
const MAX_TEXT = 200;

export interface FrameMenuOptions {
  readonly language: Language;
  readonly whole: WholeActions;
  readonly filter: Filter;
  readonly setFilter: (filter: Filter) => void;
}

/** The menu of a frame in the list. */
export function openFrameMenu(frame: FrameRow, at: MenuPlace, options: FrameMenuOptions): void {
  const { whole, filter, setFilter } = options;
  const { text, formats } = options.language;
  const { row, lane, preview } = frame;
  const value = { kind: 'value', row, path: [], form: 'value' } as const;
  const wanted = preview.replace(/…$/, '').slice(0, MAX_TEXT);
  const items = [
    { label: text('copyValue'), choose: () => whole.copy(value) },
    { label: text('copyText'), choose: () => whole.copy({ ...value, form: 'text' }) },
    { label: text('copyCommand'), choose: () => whole.copy({ kind: 'command' }) },
    ...(whole.canSave
      ? [
          { label: text('openInEditor'), choose: () => whole.open(value) },
          { label: text('saveValueAs'), choose: () => whole.save(value) },
        ]
      : []),
    {
      label: text('filterToLane', lane),
      choose: () => setFilter({ ...filter, lanes: LANES.filter((one) => one === lane) }),
    },
    ...(wanted === ''
      ? []
      : [{ label: text('filterToText'), choose: () => setFilter({ ...filter, text: wanted, regex: false }) }]),
    ...(sameFilter(filter, EVERYTHING) ? [] : [{ label: text('clearFilter'), choose: () => setFilter(EVERYTHING) }]),
  ];
  openContextMenu(text('frameMenu', formats.count(frameNumber(row))), items, at);
}
