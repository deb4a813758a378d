import type { Lifecycle } from '../recording/event.ts';
import { formatElapsed, formatSize, plural } from '../shared/words.ts';

/** A step in the life of a dispatch as a line for people; still to be escaped for a terminal. */
export function describeLifecycle(step: Lifecycle): string {
  switch (step.event) {
    case 'build':
      return `building the image ${step.image}`;
    case 'built':
      return `built the image ${step.image}`;
    case 'create':
      return `creating ${step.container}`;
    case 'created':
      return `created ${step.container}`;
    case 'attached':
      return 'attached to its streams';
    case 'start':
      return 'starting';
    case 'started':
      return step.container === undefined
        ? 'started'
        : `took ${step.container}, started ${formatElapsed(step.waited ?? 0)} before and waiting`;
    case 'requested':
      return `handed over the request (${plural(step.bytes, 'byte')})`;
    case 'kill':
      return `killing it: ${step.reason}`;
    case 'exited':
      return `${describeExit(step.code, step.signal)}${step.oomKilled ? '; the kernel killed a process for want of memory' : ''}`;
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

/** How a process ended, in words. */
export function describeExit(code: number | null, signal: string | null): string {
  if (signal !== null) return code === null ? `ended by ${signal}` : `ended by ${signal} (code ${code})`;
  return code === null ? 'ended' : `exited with code ${code}`;
}
