import { EngineError } from '../../../errors/errors.ts';

/** The newest version of Docker's API that this engine is written for (Docker 25). */
const NEWEST = '1.44';
/** The oldest that has all it needs (Docker 19.03; Debian 12 has 1.41). */
const OLDEST = '1.40';

/** Whether the daemon's oldest version matters for the choice: only where it may no longer support ours. */
export function isNewerThanOurs(daemonNewest: string): boolean {
  return minor(daemonNewest) > minor(NEWEST);
}

/**
 * Chooses the API version: the newest that both support. A daemon that no longer supports any of ours gets the oldest
 * of its own, as most of the API does not change.
 */
export function chooseApiVersion(daemonNewest: string, daemonOldest: string | undefined): string {
  if (minor(daemonNewest) < minor(OLDEST)) {
    throw new EngineError(
      `this Docker is too old: it speaks API ${daemonNewest}, and ${OLDEST} is needed (Docker 19.03 or newer)`,
      'connect',
    );
  }
  const both = isNewerThanOurs(daemonNewest) ? NEWEST : daemonNewest;
  return daemonOldest !== undefined && minor(daemonOldest) > minor(both) ? daemonOldest : both;
}

function minor(version: string): number {
  const match = /^1\.(\d{1,4})$/.exec(version);
  if (!match) throw new EngineError(`this is not a Docker API version: ${JSON.stringify(version)}`, 'connect');
  return Number(match[1]);
}
