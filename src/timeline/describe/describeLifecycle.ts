import type { BaseImage, Lifecycle } from '../../recording/event.ts';
import { exitText } from '../../text/outcomeText.ts';
import { formatDuration, formatSize, plural } from '../../text/words.ts';

/** A lifecycle step as a line for people; not yet escaped for a terminal. */
export function describeLifecycle(step: Lifecycle): string {
  switch (step.event) {
    case 'build':
      return `building the image ${step.image}`;
    case 'built':
      return `built the image ${step.image}${step.base ? ` on ${describeBase(step.base)}` : ''}`;
    case 'create':
      return `creating ${step.container}`;
    case 'created':
      return `created ${step.container}`;
    case 'attached':
      return 'attached to its streams';
    case 'start':
      return 'starting';
    case 'started':
      return describeStart(step);
    case 'requested':
      return `handed over the request (${plural(step.bytes, 'byte')})`;
    case 'kill':
      return `killing it: ${step.reason}`;
    case 'exited':
      return `${exitText(step.code, step.signal)}${step.oomKilled ? '; the kernel killed a process for want of memory' : ''}`;
    case 'kept':
      return `kept ${step.container} for the next dispatch, after ${plural(step.served, 'dispatch')}`;
    case 'remove':
      return 'removing it';
    case 'removed':
      return 'removed';
    case 'omitted':
      return `left out ${formatSize(step.bytes)} of output beyond the limit`;
    case 'note':
      return step.text;
  }
}

function describeStart({ container, waited = 0, shared = 0 }: Extract<Lifecycle, { event: 'started' }>): string {
  if (container === undefined) return 'started';
  if (shared > 0)
    return `took ${container}, left by ${earlierDispatches(shared)} and waiting for ${formatDuration(waited)}`;
  return `took ${container}, started ${formatDuration(waited)} before and waiting`;
}

/** Which dispatches a container was shared with, in words. */
export function earlierDispatches(count: number): string {
  return plural(count, 'earlier dispatch');
}

/** A base image by its name, and by the digest of the image that had this name then. */
function describeBase({ name, digest, id }: BaseImage): string {
  if (digest !== undefined) return `${name}@${digest}`;
  return id === undefined ? name : `${name} (${id})`;
}
