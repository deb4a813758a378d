import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { DispatchRun } from '../../../../src/engine/dispatch/dispatchRun.ts';
import type { DispatchTask } from '../../../../src/engine/dispatch/dispatchTask.ts';
import { resolveLimits } from '../../../../src/engine/options/limits.ts';
import type { Checkin } from '../../../../src/engine/dispatch/readyJail.ts';
import type { Lifecycle } from '../../../../src/recording/event.ts';
import type { Outcome } from '../../../../src/recording/outcome.ts';
import { encodeReady } from '../../../../src/wire/readySignal.ts';
import { ScriptedHost, type ScriptedJail } from '../../../support/scriptedHost.ts';
import { unread } from '../../../support/unread.ts';
import { dockerFrame, stdoutFrame, text, valueFrame } from '../../wire/streams.ts';

/** What can happen to a dispatch, each at any time after its container is started. */
const HAPPENINGS = {
  output: (jail: ScriptedJail) => jail.sink.bytes('multiplexed', dockerFrame(1, stdoutFrame('out'))),
  yielded: (jail: ScriptedJail) => jail.sink.bytes('multiplexed', dockerFrame(1, valueFrame('yield', [1]))),
  returned: (jail: ScriptedJail) => jail.sink.bytes('multiplexed', dockerFrame(1, valueFrame('return', 42))),
  raised: (jail: ScriptedJail) => {
    const raise = { class: 'E', message: 'm', backtrace: [] };
    jail.sink.bytes('multiplexed', dockerFrame(1, valueFrame('raise', raise)));
  },
  junk: (jail: ScriptedJail) => jail.sink.bytes('multiplexed', dockerFrame(1, text('junk'))),
  cut: (jail: ScriptedJail) => jail.sink.bytes('multiplexed', dockerFrame(1, stdoutFrame('out')).subarray(0, -2)),
  ready: (jail: ScriptedJail) => jail.sink.bytes('multiplexed', dockerFrame(1, encodeReady(true))),
  notReady: (jail: ScriptedJail) => jail.sink.bytes('multiplexed', dockerFrame(1, encodeReady(false))),
  stderr: (jail: ScriptedJail) => jail.sink.bytes('multiplexed', dockerFrame(2, text('warn'))),
  daemonError: (jail: ScriptedJail) => jail.sink.bytes('multiplexed', dockerFrame(3, text('marked for removal'))),
  flood: (jail: ScriptedJail) => jail.sink.bytes('multiplexed', dockerFrame(2, new Uint8Array(5000))),
  drain: (jail: ScriptedJail) => jail.drain(),
  end: (jail: ScriptedJail) => jail.end({ code: 3 }),
  endKilled: (jail: ScriptedJail) => jail.end({ code: 137, oomKilled: true }),
  break: (jail: ScriptedJail) => jail.break(new Error('connection reset')),
  cancel: (_jail: ScriptedJail, run: DispatchRun) => run.stop({ kind: 'cancel', message: 'enough' }),
} as const;

type Happening = keyof typeof HAPPENINGS;

/** The end of all output. */
const OVER: readonly Happening[] = ['drain', 'end', 'endKilled', 'break'];

/** What the host, the recorder and the callbacks do of their own. */
const faults = fc.record({
  create: fc.boolean(),
  attach: fc.boolean(),
  remove: fc.boolean(),
  kill: fc.constantFrom('ends', 'refused', 'ignored'),
  callback: fc.constantFrom('none', 'fine', 'throws', 'hangs'),
  /** Whether the jail may come back, and is taken then. */
  checkin: fc.constantFrom('none', 'taken', 'refused'),
  /** The record that cannot be written. */
  record: fc.option(fc.nat(12), { nil: undefined }),
});

type Faults = typeof faults extends fc.Arbitrary<infer T> ? T : never;

/** What happens after which millisecond. */
const schedule = fc.array(fc.tuple(fc.constantFrom(...(Object.keys(HAPPENINGS) as Happening[])), fc.nat(6)), {
  maxLength: 8,
});

afterEach(() => void vi.useRealTimers());

interface Ran {
  readonly outcome: Outcome;
  readonly recorded: readonly (Lifecycle | Outcome)[];
  readonly terminals: number;
  readonly delivered: ReadonlySet<Happening>;
  readonly host: ScriptedHost;
  readonly recordFailed: boolean;
  /** Whether the jail was taken back. */
  readonly isKept: boolean;
}

async function perform(happenings: readonly (readonly [Happening, number])[], fault: Faults): Promise<Ran> {
  const delivered = new Set<Happening>();
  const recorded: (Lifecycle | Outcome)[] = [];
  let terminals = 0;
  let records = 0;
  let recordFailed = false;
  let isKept = false;
  const write = (record?: Lifecycle | Outcome): void => {
    if (records++ === fault.record) {
      recordFailed = true;
      throw new Error('no space left on device');
    }
    if (record) recorded.push(record);
  };
  const refuse = (what: boolean): Promise<void> => (what ? Promise.reject(new Error('refused')) : Promise.resolve());
  const host = new ScriptedHost({
    create: () => refuse(fault.create),
    attach: () => refuse(fault.attach),
    remove: () => refuse(fault.remove),
    ...(fault.kill === 'ends' ? {} : { killed: () => refuse(fault.kill === 'refused') }),
    started: (jail) => {
      for (const [happening, turn] of happenings) {
        setTimeout(() => {
          // What `drained` promises: nothing comes after it.
          if (OVER.some((end) => delivered.has(end)) && !OVER.includes(happening)) return;
          delivered.add(happening);
          HAPPENINGS[happening](jail, run);
        }, turn);
      }
    },
  });
  const callback = {
    none: undefined,
    fine: () => undefined,
    throws: () => Promise.reject(new Error('a flaw of the user')),
    hangs: () => new Promise<void>(() => undefined),
  }[fault.callback];
  const task: DispatchTask = {
    host,
    jail: { name: 'jail', lifetime: 1000, image: 'image' },
    recorder: unread({ bytes: () => write(), lifecycle: write, outcome: write }),
    clock: () => 0,
    prepareImage: () => Promise.resolve(),
    request: Uint8Array.of(0x92),
    limits: resolveLimits({ timeout: 50, outputBytes: 4000 }),
    callbacks: callback ? { afterCreate: callback, afterStart: callback } : {},
    checkin: fault.checkin === 'none' ? undefined : comebackOf(fault.checkin === 'taken', () => (isKept = true)),
    release: () => undefined,
  };
  const run: DispatchRun = new DispatchRun(task, () => void terminals++);
  const over = run.run();
  await vi.runAllTimersAsync();
  return { outcome: await over, recorded, terminals, delivered, host, recordFailed, isKept };
}

function comebackOf(isTaken: boolean, onTaken: () => void): Checkin {
  const nothing = (): void => undefined;
  return {
    made: nothing,
    awaitReady: () => 1000,
    onReady: (takesAnother) => {
      if (takesAnother && isTaken) onTaken();
      return takesAnother && isTaken;
    },
    onSilence: nothing,
    end: nothing,
  };
}

/** Which happenings, or faults, may be behind an outcome. */
function mayBe({ outcome, delivered, recordFailed }: Ran, fault: Faults): boolean {
  const any = (...names: Happening[]): boolean => names.some((name) => delivered.has(name));
  switch (outcome.outcome) {
    case 'returned':
      return any('returned');
    case 'raised':
      return any('raised');
    case 'protocol-violation':
      return any('junk', 'cut', 'returned', 'raised', 'ready', 'notReady');
    case 'cancelled':
      return any('cancel');
    case 'timed-out':
      return true;
    case 'output-limit':
      return any('flood');
    case 'exited':
      return any('end', 'endKilled');
    case 'out-of-memory':
      return any('endKilled');
    case 'engine-failed':
      return (
        any('break', 'daemonError', 'cut', 'drain') ||
        recordFailed ||
        fault.create ||
        fault.attach ||
        fault.kill !== 'ends' ||
        fault.callback === 'throws'
      );
  }
}

describe('a dispatch, whatever happens to it in whatever order,', () => {
  it('settles once, with one outcome that something explains, and leaves no container', async () => {
    vi.useFakeTimers();
    await fc.assert(
      fc.asyncProperty(schedule, faults, async (happenings, fault) => {
        const ran = await perform(happenings, fault);
        expect(mayBe(ran, fault)).toBe(true);
        expect(ran.terminals).toBeLessThanOrEqual(1);
        const outcomes = ran.recorded.flatMap((record, i) => ('outcome' in record ? [[i, record]] : []));
        expect(outcomes).toEqual(ran.recordFailed ? [] : [[ran.recorded.length - 1, ran.outcome]]);
        const left = ran.outcome.notes?.some((note) => note.includes('may be left behind')) ?? false;
        const steps = ran.recorded.flatMap((record) => ('event' in record ? [record.event] : []));
        expect(ran.host.jails.size > 0).toBe(ran.isKept || (fault.remove && !fault.create));
        expect(left).toBe(fault.remove && !ran.isKept);
        // Only one that is ready and was left in peace goes on.
        expect(ran.isKept && (steps.includes('kill') || steps.includes('remove'))).toBe(false);
        expect(ran.isKept && !(ran.delivered.has('ready') && fault.checkin === 'taken')).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });
});
