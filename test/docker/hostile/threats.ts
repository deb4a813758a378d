import { expect } from 'vitest';
import type { Outcome } from '../../../src/engine/index.ts';
import type { Capability } from '../../support/rig/engines/capabilities.ts';

/** One way to misbehave, and what has to come of it. */
export interface Threat {
  readonly what: string;
  /** Of the inmate `villain`. */
  readonly method: string;
  readonly args?: readonly unknown[];
  /** What the outcome must match. */
  readonly outcome: Partial<Outcome> | readonly Outcome['outcome'][];
  /** What it is under gVisor, where that is something else; `null` where it is not to be tried there. */
  readonly gvisor?: Partial<Outcome> | null;
  /** What the engine must be able to do for it. */
  readonly needs?: Capability;
  /** Milliseconds; short for what goes on for ever. Default 60,000. */
  readonly timeout?: number;
}

const FOR_EVER = 1000;
const timedOut = { outcome: 'timed-out', setting: 'timeout' } as const;
const returned = { outcome: 'returned' } as const;
const killed = { outcome: 'exited', signal: 'SIGKILL' } as const;
const raised = (code: string): Partial<Outcome> => ({
  outcome: 'raised',
  message: expect.stringContaining(code) as string,
});

export const FORGERIES: readonly Threat[] = [
  { what: 'frames on fd 1 and on the descriptor for records', method: 'forgeOnDescriptors', outcome: returned },
  {
    what: 'junk on the channel for large values',
    method: 'poisonLargeValues',
    outcome: { outcome: 'protocol-violation', offset: 7 },
  },
  { what: 'two results, after learning the secret mark', method: 'forgeRecords', args: ['doubled'], outcome: returned },
  {
    what: 'a record of 4 GiB that never comes',
    method: 'forgeRecords',
    args: ['endless'],
    outcome: { outcome: 'out-of-memory', setting: 'memory' },
    gvisor: null,
    needs: 'told memory ends',
  },
  {
    what: 'a record of 1000 nested arrays',
    method: 'forgeRecords',
    args: ['bomb'],
    outcome: { outcome: 'protocol-violation', expected: expect.stringContaining('limit valueDepth') as string },
  },
  {
    what: 'two results through /proc, past the relay',
    method: 'forgeThroughProc',
    outcome: { outcome: 'protocol-violation', offset: 11, expected: 'nothing after the terminal frame' },
  },
  { what: 'a message of 100 million characters', method: 'hugeRaise', args: [1e8], outcome: raised('more characters') },
];

export const SABOTAGE: readonly Threat[] = [
  {
    what: "writing over the relay's memory",
    method: 'scribbleOnRelay',
    outcome: ['timed-out', 'exited', 'protocol-violation'],
    gvisor: raised('EACCES'),
    timeout: FOR_EVER,
  },
  { what: 'killing the relay', method: 'signalRelay', args: ['SIGKILL'], outcome: killed },
  { what: 'stopping the relay', method: 'signalRelay', args: ['SIGSTOP'], outcome: timedOut, timeout: FOR_EVER },
  { what: 'killing all it can see', method: 'signalAll', args: ['SIGKILL'], outcome: killed },
  { what: 'stopping all it can see', method: 'signalAll', args: ['SIGSTOP'], outcome: timedOut, timeout: FOR_EVER },
  {
    what: 'closing all descriptors',
    method: 'closeAllDescriptors',
    outcome: ['exited', 'timed-out'],
    timeout: FOR_EVER,
  },
  { what: 'heeding no signal', method: 'ignoreEverything', outcome: timedOut, timeout: FOR_EVER },
];

export const GLUTTONY: readonly Threat[] = [
  { what: 'processes up to the limit', method: 'eatProcesses', outcome: raised('EAGAIN'), gvisor: null },
  { what: 'a fork bomb', method: 'forkBomb', outcome: timedOut, gvisor: null, timeout: FOR_EVER },
  { what: 'descriptors', method: 'eatDescriptors', outcome: raised('EMFILE') },
  { what: 'the space of /tmp', method: 'fillTmp', outcome: raised('ENOSPC') },
  // gVisor has no such limit; there they count as memory of its own.
  { what: 'the files of /tmp', method: 'eatInodes', outcome: raised('ENOSPC'), gvisor: null, needs: 'tmp files' },
  { what: 'a flood on both streams', method: 'floodBoth', args: [48 * 1024 * 1024], outcome: returned },
  { what: 'writes of one byte on both streams', method: 'drip', args: [5000], outcome: returned },
  {
    what: 'yields without end',
    method: 'yieldForEver',
    outcome: ['timed-out', 'output-limit'],
    timeout: FOR_EVER,
  },
];

/** Holds an outcome to what a threat says. */
export function expectOutcome(outcome: Outcome, expected: Threat['outcome']): void {
  if (isList(expected)) expect(expected).toContain(outcome.outcome);
  else expect(outcome).toMatchObject(expected);
}

function isList(expected: Threat['outcome']): expected is readonly Outcome['outcome'][] {
  return Array.isArray(expected);
}
