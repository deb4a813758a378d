import { expect, it } from 'vitest';
import { ImageBuildError } from '../../../../../../src/engine/errors/errors.ts';

it('tells what was known of the project before, and is as it was where nothing was', () => {
  const cause = new Error('why');
  const error = new ImageBuildError('it failed', 'detail', 'log', { cause });
  expect(error.withNotes([])).toBe(error);
  const noted = error.withNotes(['a lock is missing', 'a link leads out']);
  expect(noted).toMatchObject({ detail: 'detail', log: 'log', cause });
  expect(noted.message).toBe('it failed; a lock is missing; a link leads out');
});
