import { HoosegowError } from '../../engine/index.ts';

/** What was to be written could not be, for example because a disk is full. */
export class OutputError extends HoosegowError {
  override name = 'OutputError';
}
