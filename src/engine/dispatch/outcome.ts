import { constants } from 'node:os';
import type { Violation } from '../../wire/msgpack/fault.ts';
import type { Raise } from '../../wire/frame.ts';
import type { Outcome, OutputLimitOutcome, TimedOutOutcome } from '../../recording/outcome.ts';
import type { JailEnd } from '../hosts/containerHost.ts';
import { foreignProcessor } from '../hosts/docker/container/platform.ts';

/** Why this host ended a dispatch itself. */
export type HostAction =
  | { readonly kind: 'timeout'; readonly limit: number; readonly setting: TimedOutOutcome['setting'] }
  | { readonly kind: 'cancel'; readonly message: string }
  | { readonly kind: 'limit'; readonly limit: number; readonly setting: OutputLimitOutcome['setting'] };

/** What is known of a dispatch when nothing more can come. */
export interface DispatchFacts {
  /** Bytes that are not the protocol, or anything after the terminal frame. */
  readonly violation?: Violation | undefined;
  readonly terminal?: { readonly type: 'return' } | { readonly type: 'raise'; readonly value: Raise } | undefined;
  readonly hostAction?: HostAction | undefined;
  readonly failure?: { readonly message: string; readonly phase: string } | undefined;
  /** The answer ended inside a frame. */
  readonly truncated?: Violation | undefined;
  readonly end?: JailEnd | undefined;
  /** It was already gone when it was to be removed at the end. */
  readonly isRemovedFromOutside?: boolean | undefined;
  /** V8 printed that its heap is exhausted. */
  readonly heapExhausted: boolean;
  /** The kernel could not run the first program of the image. */
  readonly isForeignProgram: boolean;
  /** Bytes; `null` where the container host sets no limit. */
  readonly memoryLimit: number | null;
  readonly notes: readonly string[];
}

/** Said of a container that existed, and that neither this host nor its inmate has removed. */
export const REMOVED_FROM_OUTSIDE =
  'the container was removed from outside while it was needed (docker rm, docker container prune, or the sweep of another host)';

/**
 * Names the one outcome of a dispatch. Where several apply: violation, terminal frame, what this host did, a failure of
 * the container host, out of memory, an answer cut inside a frame, exited. A cut is a violation only where nothing else
 * explains it: a container that this host kills may well be in the middle of a frame.
 */
export function decideOutcome(facts: DispatchFacts): Outcome {
  const outcome = decide(facts);
  const notes = [...facts.notes];
  if (facts.end?.oomKilled && outcome.outcome !== 'out-of-memory') {
    notes.push('the kernel ended a process in the container for want of memory');
  }
  if (facts.isForeignProgram && outcome.outcome === 'exited') notes.push(foreignProcessor(undefined));
  return notes.length > 0 ? { ...outcome, notes } : outcome;
}

function decide(facts: DispatchFacts): Outcome {
  const { violation, terminal, hostAction, failure, truncated, end } = facts;
  if (violation) return violated(violation);
  if (terminal) return terminal.type === 'return' ? { outcome: 'returned' } : { outcome: 'raised', ...terminal.value };
  if (hostAction) return acted(hostAction);
  if (failure) return { outcome: 'engine-failed', ...failure };
  if (facts.isRemovedFromOutside && (!end || endedAsRemoved(end))) {
    return { outcome: 'engine-failed', message: REMOVED_FROM_OUTSIDE, phase: 'run' };
  }
  if (end && ranOutOfMemory(end, facts.heapExhausted)) {
    return { outcome: 'out-of-memory', limit: facts.memoryLimit, setting: 'memory' };
  }
  if (truncated) return violated(truncated);
  if (end) return { outcome: 'exited', code: end.code, signal: end.signal ?? signalOf(end.code) };
  return {
    outcome: 'engine-failed',
    message: 'the output ended, but the container host did not say how the container ended',
    phase: 'run',
  };
}

function violated({ offset, expected, found }: Violation): Outcome {
  return { outcome: 'protocol-violation', offset, expected, found };
}

/** @returns the outcome of a dispatch that this host ended before there was an answer */
export function acted(action: HostAction): Outcome {
  switch (action.kind) {
    case 'timeout':
      return { outcome: 'timed-out', limit: action.limit, setting: action.setting };
    case 'cancel':
      return { outcome: 'cancelled', message: action.message };
    case 'limit':
      return { outcome: 'output-limit', limit: action.limit, setting: action.setting };
  }
}

/** The kernel kills with SIGKILL; V8 aborts itself at its heap limit. */
function ranOutOfMemory(end: JailEnd, heapExhausted: boolean): boolean {
  const signal = end.signal ?? signalOf(end.code);
  return (end.oomKilled && signal === 'SIGKILL') || (heapExhausted && signal === 'SIGABRT');
}

/** Signals by which engines end what they remove: Podman begins with SIGTERM. */
const REMOVALS: readonly (string | null)[] = ['SIGKILL', 'SIGTERM'];

/** Whether a removal may have ended it; one that ended by itself before is reported as that. */
export function endedAsRemoved(end: JailEnd): boolean {
  return !end.oomKilled && REMOVALS.includes(end.signal ?? signalOf(end.code));
}

/** A shell and Docker report the end by a signal as 128 + its number. */
function signalOf(code: number | null): string | null {
  if (code === null || code <= 128) return null;
  return Object.entries(constants.signals).find(([, number]) => number === code - 128)?.[0] ?? null;
}
