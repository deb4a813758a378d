import { HoosegowError } from '../../engine/index.ts';

/** Output could not be written, for example because a disk is full. */
export class OutputError extends HoosegowError {
  override name = 'OutputError';
}
