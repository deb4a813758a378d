import { expect, it } from 'vitest';
import { rowIcon } from '../../../src/editor/dispatches/view/rowIcon.ts';
import { runningIcon, STILL } from '../../../src/editor/dispatches/run/runningIcon.ts';

it('of what runs stands still at first, and turns from then on', () => {
  expect([0, STILL - 1, STILL, 60_000].map(runningIcon)).toEqual([
    'loading',
    'loading',
    'loading~spin',
    'loading~spin',
  ]);
});

it('of a row is that of how it ended, whenever that was', () => {
  const startedAt = '2026-01-01T00:00:00.000Z';
  const icons = (
    [
      [0, 'running'],
      [5000, 'running'],
      [0, 'returned'],
      [5000, 'raised'],
    ] as const
  ).map(([after, state]) => rowIcon({ state, startedAt }, Date.parse(startedAt) + after)[0]);
  expect(icons).toEqual(['loading', 'loading~spin', 'pass', 'error']);
});
