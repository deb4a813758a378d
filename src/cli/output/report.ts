import { HoosegowError, InmateSourceError, UnencodableValueError } from '../../engine/index.ts';
import { RecordingError } from '../../recording/errors.ts';
import { escapeText } from '../../text/escape.ts';
import { exitStatusOfError } from '../exitStatus.ts';
import type { Output } from './output.ts';
import { shorten } from '../../text/words.ts';

const MAX_MESSAGE = 2000;

/** Errors whose message is for people. */
const EXPECTED = [HoosegowError, UnencodableValueError, RecordingError];

/** Tells the user something in one line, even if the text has several. */
export async function reportLine(stderr: Output, text: string): Promise<void> {
  const line = shorten(inOneLine(text.trim()), MAX_MESSAGE);
  await stderr.write(`hoosegow: ${escapeText(line)}\n`);
}

/** Each run of white space with a line end in it becomes one space; in linear time for any text. */
function inOneLine(text: string): string {
  return text.replace(/\s+/g, (space) => (/[\r\n]/.test(space) ? ' ' : space));
}

/** Reports an error in one line, and each problem of a source in one more. @returns the exit status */
export async function reportError(stderr: Output, error: unknown): Promise<number> {
  const lines = error instanceof InmateSourceError ? shownMessage(error).split('\n') : [shownMessage(error)];
  // If stderr itself cannot be written, only the status is left.
  for (const line of lines) await reportLine(stderr, line).catch(() => undefined);
  return exitStatusOfError(error);
}

function shownMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const expected = EXPECTED.some((kind) => error instanceof kind) || 'code' in error;
  return expected ? error.message : `this should not have happened: ${error.name}: ${error.message}`;
}
