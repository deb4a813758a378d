import { formatDuration } from '../../text/words.ts';
import { AnswerIntake, type TerminalContent } from '../dispatch/answerIntake.ts';
import { Deferred } from '../async/deferred.ts';
import { raisedError } from '../errors/dispatchError.ts';
import { HoosegowError } from '../errors/errors.ts';
import { DEFAULT_LIMITS } from '../options/limits.ts';
import { encodeRequest } from '../../wire/request.ts';
import type { IdleJail } from './idleJail.ts';

/** Milliseconds for a jail to say why, or how it ended. */
const PATIENCE = 5000;

/**
 * The inmate's module was not loaded, and it is known only how: too late (`HOOSEGOW_LOADING_TIMEOUT`), ended
 * (`HOOSEGOW_LOADING_EXITED`), out of memory (`HOOSEGOW_LOADING_OUT_OF_MEMORY`), or with more output than can be kept
 * (`HOOSEGOW_LOADING_OUTPUT`). Where the module has thrown, the error is an `InmateImportError`.
 */
export class InmateLoadError extends HoosegowError {
  override name = 'InmateLoadError';
  override readonly code:
    | 'HOOSEGOW_LOADING_TIMEOUT'
    | 'HOOSEGOW_LOADING_EXITED'
    | 'HOOSEGOW_LOADING_OUT_OF_MEMORY'
    | 'HOOSEGOW_LOADING_OUTPUT';
  constructor(message: string, code: InmateLoadError['code']) {
    super(message);
    this.code = code;
  }
}

/** @param limit milliseconds that loading may take @returns why the inmate of an unused jail is not loaded */
export async function loadFailure(jail: IdleJail, limit: number): Promise<HoosegowError> {
  switch (jail.fault) {
    case 'failed':
      return raisedBy(jail);
    case 'late':
      return new InmateLoadError(
        `the inmate's module was not loaded within ${formatDuration(limit)} (pool.loading): see what it does at its top level`,
        'HOOSEGOW_LOADING_TIMEOUT',
      );
    case 'output':
      return new InmateLoadError(
        "the inmate's module prints more than 1 MiB when it is loaded, which is not kept: print less",
        'HOOSEGOW_LOADING_OUTPUT',
      );
    default:
      return endOf(jail);
  }
}

async function endOf(jail: IdleJail): Promise<HoosegowError> {
  const end = await within(jail.streams.ended.catch(() => undefined));
  if (end?.oomKilled) {
    return new InmateLoadError(
      "the container ran out of memory when the inmate's module was loaded",
      'HOOSEGOW_LOADING_OUT_OF_MEMORY',
    );
  }
  const how = end?.code === undefined || end.code === null ? '' : ` with code ${end.code}`;
  return new InmateLoadError(
    `the container ended${how} before the inmate's module was loaded`,
    'HOOSEGOW_LOADING_EXITED',
  );
}

/** It answers any request with what its module has thrown. */
async function raisedBy(jail: IdleJail): Promise<HoosegowError> {
  const terminal = new Deferred<TerminalContent | undefined>();
  const giveUp = (): void => terminal.resolve(undefined);
  const nothing = (): void => undefined;
  const recorder = { bytes: nothing, lifecycle: nothing, outcome: nothing };
  jail.handOver(
    new AnswerIntake(recorder, () => 0, DEFAULT_LIMITS, {
      terminal: (content) => terminal.resolve(content),
      ready: nothing,
      violation: giveUp,
      limitPassed: giveUp,
      daemonError: nothing,
      recordingFailed: nothing,
    }),
  );
  jail.streams.drained.then(giveUp, giveUp);
  jail.streams.write(encodeRequest('', [], { lease: true, deadline: PATIENCE }));
  const content = await within(terminal.promise);
  return content?.type === 'raise' ? raisedError(content.value) : endOf(jail);
}

async function within<T>(work: Promise<T>): Promise<T | undefined> {
  const late = new Deferred<undefined>();
  const timer = setTimeout(() => late.resolve(undefined), PATIENCE);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
