import { clip } from '../../../text/words.ts';
import { escapeLabel } from '../../text/escapeMarkup.ts';
import { l10n } from '../../text/l10n.ts';
import { STATES } from '../history/historyEntry.ts';
import { stateName } from './filterText.ts';
import { ALL, type ListChoices } from './listChoices.ts';

export type ListFilter = Partial<Pick<ListChoices, 'text' | 'state'>>;

export interface FilterItem {
  readonly label: string;
  readonly alwaysShow?: boolean;
  readonly filter: ListFilter;
}

const MAX_TYPED = 100;

/**
 * What the list of dispatches can be filtered by, for what was typed. Each way to end keeps its place: the editor tells
 * what was accepted by its place, which may be that of the items before what was typed last.
 */
export function filterItems(typed: string): FilterItem[] {
  const states = STATES.map((state) => ({ label: stateName(state), filter: { state } }));
  const all = { label: l10n.t('All Dispatches'), alwaysShow: true, filter: ALL };
  if (typed === '') return [all, ...states];
  const label = l10n.t('Contains “{0}”', escapeLabel(clip(typed, MAX_TYPED)));
  return [{ label, alwaysShow: true, filter: { text: typed } }, ...states, all];
}
