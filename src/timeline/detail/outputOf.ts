import type { EventBody } from '../../recording/event.ts';

/** The bytes of an output event; `undefined` for other events. */
export function outputOf(body: EventBody | undefined): Uint8Array | undefined {
  return body?.type === 'stdout' || body?.type === 'stderr' ? body.value : undefined;
}
