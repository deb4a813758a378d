import { describe, expect, it } from 'vitest';
import type { JailEnd } from '../../../../src/engine/hosts/containerHost.ts';
import { decideOutcome, REMOVED_FROM_OUTSIDE, type DispatchFacts } from '../../../../src/engine/dispatch/outcome.ts';
import type { Violation } from '../../../../src/wire/msgpack/fault.ts';

const nothing: DispatchFacts = { heapExhausted: false, isForeignProgram: false, memoryLimit: 1000, notes: [] };
const violation: Violation = { kind: 'violation', offset: 7, expected: 'a frame', found: 'junk' };
const cut: Violation = { kind: 'violation', offset: 9, expected: 'the rest', found: 'the end' };
const returned = { type: 'return' } as const;
const raised = { type: 'raise', value: { class: 'E', message: 'm', backtrace: ['b'] } } as const;
const timeout = { kind: 'timeout', limit: 50, setting: 'timeout' } as const;
const failure = { message: 'gone', phase: 'run' };
const end = (code: number | null, more: Partial<JailEnd> = {}): JailEnd => ({
  code,
  signal: null,
  oomKilled: false,
  ...more,
});

describe('the outcome of a dispatch', () => {
  const everything: DispatchFacts = {
    violation,
    terminal: returned,
    hostAction: timeout,
    failure,
    truncated: cut,
    end: end(137, { oomKilled: true }),
    heapExhausted: true,
    isForeignProgram: true,
    memoryLimit: 1000,
    notes: [],
  };

  it('is decided in the promised order where several things apply', () => {
    const facts: { -readonly [Name in keyof DispatchFacts]: DispatchFacts[Name] } = { ...everything };
    const named = (): string => decideOutcome(facts).outcome;
    expect(named()).toBe('protocol-violation');
    facts.violation = undefined;
    expect(named()).toBe('returned');
    facts.terminal = raised;
    expect(named()).toBe('raised');
    facts.terminal = undefined;
    expect(named()).toBe('timed-out');
    facts.hostAction = undefined;
    expect(named()).toBe('engine-failed');
    facts.failure = undefined;
    expect(named()).toBe('out-of-memory');
    facts.end = end(0);
    expect(decideOutcome(facts)).toMatchObject({ outcome: 'protocol-violation', offset: 9 });
    facts.truncated = undefined;
    expect(named()).toBe('exited');
    facts.end = undefined;
    expect(named()).toBe('engine-failed');
  });

  it('is the engine’s where the container was removed from outside, unless it had ended by itself', () => {
    const gone = { ...nothing, isRemovedFromOutside: true };
    const failed = { outcome: 'engine-failed', phase: 'run', message: REMOVED_FROM_OUTSIDE };
    expect(decideOutcome(gone)).toEqual(failed);
    expect(decideOutcome({ ...gone, end: end(137) })).toEqual(failed);
    expect(decideOutcome({ ...gone, end: end(null, { signal: 'SIGKILL' }), truncated: cut })).toEqual(failed);
    // Podman asks a container to end before it kills it.
    expect(decideOutcome({ ...gone, end: end(143) })).toEqual(failed);
    expect(decideOutcome({ ...gone, end: end(3) })).toMatchObject({ outcome: 'exited', code: 3 });
    expect(decideOutcome({ ...gone, end: end(137, { oomKilled: true }) }).outcome).toBe('out-of-memory');
    expect(decideOutcome({ ...gone, end: end(137), hostAction: timeout }).outcome).toBe('timed-out');
    expect(decideOutcome({ ...gone, end: end(137), terminal: returned }).outcome).toBe('returned');
    expect(decideOutcome({ ...nothing, end: end(137) })).toMatchObject({ outcome: 'exited', signal: 'SIGKILL' });
  });

  it('carries the details that its name promises', () => {
    expect(decideOutcome({ ...nothing, violation })).toEqual({
      outcome: 'protocol-violation',
      offset: 7,
      expected: 'a frame',
      found: 'junk',
    });
    expect(decideOutcome({ ...nothing, terminal: raised })).toEqual({
      outcome: 'raised',
      class: 'E',
      message: 'm',
      backtrace: ['b'],
    });
    expect(decideOutcome({ ...nothing, hostAction: timeout })).toEqual({
      outcome: 'timed-out',
      limit: 50,
      setting: 'timeout',
    });
    expect(decideOutcome({ ...nothing, hostAction: { kind: 'cancel', message: 'enough' } })).toEqual({
      outcome: 'cancelled',
      message: 'enough',
    });
    expect(decideOutcome({ ...nothing, hostAction: { kind: 'limit', limit: 3, setting: 'outputBytes' } })).toEqual({
      outcome: 'output-limit',
      limit: 3,
      setting: 'outputBytes',
    });
    expect(decideOutcome({ ...nothing, failure })).toEqual({ outcome: 'engine-failed', message: 'gone', phase: 'run' });
  });

  it('names code and signal of an exit, the signal also where only a code of 128 + n tells', () => {
    expect(decideOutcome({ ...nothing, end: end(3) })).toEqual({ outcome: 'exited', code: 3, signal: null });
    expect(decideOutcome({ ...nothing, end: end(143) })).toMatchObject({ code: 143, signal: 'SIGTERM' });
    expect(decideOutcome({ ...nothing, end: end(250) })).toMatchObject({ code: 250, signal: null });
    expect(decideOutcome({ ...nothing, end: end(null, { signal: 'SIGSEGV' }) })).toMatchObject({ signal: 'SIGSEGV' });
  });

  it('is out of memory when the kernel or V8 ended the inmate itself, and a note when it was another process', () => {
    const killed = end(137, { oomKilled: true });
    expect(decideOutcome({ ...nothing, end: killed })).toEqual({
      outcome: 'out-of-memory',
      limit: 1000,
      setting: 'memory',
    });
    expect(decideOutcome({ ...nothing, end: end(134), heapExhausted: true }).outcome).toBe('out-of-memory');
    expect(decideOutcome({ ...nothing, end: end(134) }).outcome).toBe('exited');
    expect(decideOutcome({ ...nothing, end: end(137) }).outcome).toBe('exited');
    expect(decideOutcome({ ...nothing, end: end(0), heapExhausted: true }).outcome).toBe('exited');
    const child = decideOutcome({ ...nothing, terminal: returned, end: end(0, { oomKilled: true }), notes: ['first'] });
    expect(child.outcome).toBe('returned');
    expect(child.notes).toEqual(['first', expect.stringContaining('want of memory')]);
  });

  it('says what to do where the machine cannot run the programs of the image', () => {
    const facts = { ...nothing, isForeignProgram: true };
    expect(decideOutcome({ ...facts, end: end(1) })).toEqual({
      outcome: 'exited',
      code: 1,
      signal: null,
      notes: [expect.stringMatching(/cannot run programs of this image.*--platform/)],
    });
    expect(decideOutcome({ ...facts, terminal: returned, end: end(0) })).toEqual({ outcome: 'returned' });
  });
});
