import { channel, tracingChannel, type Channel, type TracingChannel } from 'node:diagnostics_channel';
import type { Lifecycle } from '../../recording/event.ts';
import type { Outcome } from '../../recording/outcome.ts';
import type { EngineCounts } from '../options/counts.ts';
import type { EngineKind } from '../options/engineKind.ts';
import type { HoosegowError } from '../errors/errors.ts';

/**
 * Names of the channels of `node:diagnostics_channel` on which the engine tells what it does. `dispatch` is a tracing
 * channel: its events are `tracing:hoosegow:dispatch:start`, `:end`, `:asyncStart`, `:asyncEnd` and `:error`.
 */
export const CHANNEL_NAMES = {
  dispatch: 'hoosegow:dispatch',
  step: 'hoosegow:step',
  counts: 'hoosegow:counts',
} as const;

/** A dispatch, as all messages about it carry it: one object, which is filled in as the dispatch goes on. */
export interface DispatchContext {
  /** That of the dispatch: its container is named after it, unless one waited. */
  readonly id: string;
  readonly method: string;
  readonly inmateDir: string | null;
  readonly engine: EngineKind;
  /** Milliseconds since the epoch, fractions included. */
  readonly startTime: number;
  /** `null` until it is known, and on the process engine. */
  image: string | null;
  /** Name of the container, as soon as it has one. */
  container: string | null;
  /** What happened until now; `t` is in milliseconds since `startTime`. */
  readonly steps: { readonly t: number; readonly step: Lifecycle }[];
  /** Set when it is over: from `asyncStart` on. */
  outcome?: Outcome;
  /** Set where it did not return: from `error` on. It is what awaiting the dispatch throws. */
  error?: HoosegowError;
}

/** On `hoosegow:step`: a dispatch has reached its next step, which is also the last one of `dispatch.steps`. */
export interface StepMessage {
  readonly dispatch: DispatchContext;
  readonly step: Lifecycle;
  /** Milliseconds since the start of the dispatch. */
  readonly t: number;
}

/**
 * On `hoosegow:counts`: what one `Hoosegow` has under way. Sent when a dispatch is requested, has its turn, and is
 * over, and when a container begins or ceases to wait, or has its inmate loaded.
 */
export interface CountsMessage extends EngineCounts {
  readonly inmateDir: string | null;
  readonly image: string | null;
}

export const dispatchChannels: TracingChannel<unknown, DispatchContext> = tracingChannel(CHANNEL_NAMES.dispatch);
export const stepChannel: Channel = channel(CHANNEL_NAMES.step);
const countsChannel: Channel = channel(CHANNEL_NAMES.counts);

/** @param counts called only where there is a listener */
export function tellCounts(of: Pick<CountsMessage, 'inmateDir' | 'image'>, counts: () => EngineCounts): void {
  if (!countsChannel.hasSubscribers) return;
  const message: CountsMessage = { inmateDir: of.inmateDir, image: of.image, ...counts() };
  countsChannel.publish(message);
}

/** Whether there are observers of dispatches. Without any, nothing is made for them. */
export function isObserved(): boolean {
  const { start, end, asyncStart, asyncEnd, error } = dispatchChannels;
  return [stepChannel, countsChannel, start, end, asyncStart, asyncEnd, error].some(
    ({ hasSubscribers }) => hasSubscribers,
  );
}
