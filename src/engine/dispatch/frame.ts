import type { DispatchEvent } from '../../recording/event.ts';

type EventOf<Type extends DispatchEvent['type']> = Extract<DispatchEvent, { readonly type: Type }>;

type WithValue<F, Value> = Omit<F, 'value'> & { readonly value: Value };

/** A frame of the answer, or a piece of stderr, in the order of arrival. */
export type Frame<Result = unknown, Yield extends readonly unknown[] = readonly unknown[]> =
  EventOf<'stdout' | 'stderr' | 'raise'> | WithValue<EventOf<'yield'>, Yield> | WithValue<EventOf<'return'>, Result>;
