import type { HistoryEntry } from '../../../../src/editor/dispatches/history/historyEntry.ts';

/** A dispatch of the history that returned. */
export function entry(facts: Partial<HistoryEntry> = {}): HistoryEntry {
  const id = facts.id ?? 'render-1';
  return {
    id,
    path: `/history/${id}.dispatch`,
    isOpen: false,
    method: 'render',
    inmateDir: '/home/ada/inmate',
    args: '"a"',
    startedAt: '2026-03-10T10:00:00.000Z',
    state: 'returned',
    outcome: 'returned',
    preview: '{ total: 3 }',
    duration: 12.4,
    bytes: 2048,
    pinned: false,
    ...facts,
  };
}
