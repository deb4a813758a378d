import { EngineError, ImageBuildError, UnencodableValueError, UsageError, type Outcome } from '../engine/index.ts';
import { INTERRUPTED } from './interrupt.ts';
import { OutputError } from './output/outputError.ts';

/** Bad input: a wrong argument, no such folder or method, an unreadable file. */
export const USAGE = 2;

/** A failure of the container engine, or of something else that this command depends on. */
export const FAILED = 3;

/** A recording that ends before its outcome. */
export const CUT = 9;

/** Every exit status of every command, with what it means; the README and the help have the same table. */
export const EXIT_STATUSES: readonly (readonly [status: number, meaning: string])[] = [
  [0, 'the method returned, or the command did what it was asked'],
  [1, 'the method raised'],
  [USAGE, 'wrong usage: an argument, a folder, a method, a file that cannot be right'],
  [FAILED, 'the container engine failed, or could not be reached'],
  [4, 'the image could not be built'],
  [5, 'a limit ended it: memory, output, or the size of a value'],
  [6, 'the inmate exited, or was killed, without a result'],
  [7, 'what came from the container is not the protocol'],
  [8, 'the output, or the result, could not be written'],
  [CUT, 'the recording is cut: how the dispatch ended is not known'],
  [124, 'the time limit ended it'],
  [INTERRUPTED, 'it was interrupted (Ctrl+C, SIGTERM, SIGHUP), or the reader of "run --json" has gone'],
];

/** The exit status of `hoosegow run`. */
export function exitStatusOf({ outcome }: Outcome): number {
  switch (outcome) {
    case 'returned':
      return 0;
    case 'raised':
      return 1;
    case 'engine-failed':
      return FAILED;
    case 'out-of-memory':
    case 'output-limit':
      return 5;
    case 'exited':
      return 6;
    case 'protocol-violation':
      return 7;
    case 'timed-out':
      return 124;
    case 'cancelled':
      return INTERRUPTED;
  }
}

/** What Docker and Podman say where the path of a volume is not there on their machine, which only they can tell. */
const MISSING_PATH = /bind source path does not exist|\bstatfs .*: no such file or directory/;

/** The exit status of a command that ends in an error. */
export function exitStatusOfError(error: unknown): number {
  if (error instanceof EngineError && error.phase === 'create' && MISSING_PATH.test(error.message)) return USAGE;
  if (error instanceof UsageError || error instanceof UnencodableValueError) return USAGE;
  if (error instanceof ImageBuildError) return 4;
  return error instanceof OutputError ? 8 : FAILED;
}
