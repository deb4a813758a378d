import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  EngineError,
  ERROR_CODES,
  Hoosegow,
  HoosegowError,
  type DispatchEvent,
  type HoosegowOptions,
  type Outcome,
} from '../../../src/engine/index.ts';
import { FakeDaemon } from './fakeDaemon.ts';
import type { Fault, Plan } from './plan.ts';

/**
 * Milliseconds in which every dispatch must be over, with any fault. Its calls may take 130,000 together; the rest is
 * for a machine that does something else for seconds, while the clock is fast.
 */
const BOUND = 600_000;
/** More than a socket takes before anything is read from it. */
const LARGE = new Uint8Array(1 << 20);
/** A message that comes from a mistake in the engine and explains nothing. */
const UNEXPLAINED = /\bundefined\b|is not a function|cannot read prop|\[object |unexpected (token|end)|not iterable/i;
/** Node's bare messages about a connection that broke, and about work that was aborted. */
const BARE =
  /^(?:aborted|terminated|socket hang up|premature close|(?:read|write) E[A-Z]+|this operation was aborted)$/i;
/** Faults after which the engine may assume that the call failed, and that it may succeed the next time. */
const OPEN_REFUSALS: readonly Fault[] = [
  'slow',
  'cut',
  'cut-after-headers',
  'cut-in-body',
  'error-500',
  'error-409',
  'error-html',
  'upgrade',
  'garbage',
];

/**
 * Dispatches to a daemon that follows the plan: once, or with a pool several times.
 *
 * @returns the outcome of the last
 * @throws {Error} naming the promise that is broken: an outcome that comes too late, explains nothing, is not recorded
 * or is not true, or a connection or container that is left
 */
export async function runPlan(plan: Plan): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'hoosegow-fault-'));
  const daemon = new FakeDaemon(plan);
  const socketPath = join(folder, 'd.sock');
  await daemon.listen(socketPath);
  const hoosegow = new Hoosegow({
    docker: { host: `unix://${socketPath}` },
    ...(await whatToRun(plan, folder)),
    ...(plan.pooled ? { pool: { size: 2 } } : {}),
  });
  try {
    let outcome = await dispatchAndCheck(hoosegow, plan, daemon);
    for (let more = plan.pooled ? 2 : 0; more > 0; more--) outcome = await dispatchAndCheck(hoosegow, plan, daemon);
    if (canRemove(plan) && !plan.pooled) await until(() => daemon.containers.size === 0, 'a container is left');
    await within(hoosegow.close(), 'the engine does not close');
    if (canRemove(plan)) await until(() => daemon.containers.size === 0, 'a container is left');
    await until(() => daemon.sockets.size === 0, 'a connection is left open');
    return outcome;
  } finally {
    daemon.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function dispatchAndCheck(hoosegow: Hoosegow, plan: Plan, daemon: FakeDaemon): Promise<Outcome> {
  const { outcome, events } = await dispatch(hoosegow, plan);
  checkExplained(outcome);
  checkRecorded(outcome, events);
  checkTrue(outcome, daemon, plan);
  return outcome;
}

/** Whether a retried removal must succeed: the daemon does not claim that the container is gone. */
function canRemove({ faults }: Plan): boolean {
  const planned = faults.get('remove');
  return !planned || (planned.times !== Infinity && OPEN_REFUSALS.includes(planned.fault));
}

async function whatToRun(plan: Plan, folder: string): Promise<HoosegowOptions> {
  if (!plan.builds) return { image: 'hoosegow:1' };
  await writeFile(join(folder, 'Dockerfile'), 'FROM scratch\n');
  await writeFile(join(folder, 'inmate.mjs'), 'export function method() {}\n');
  await writeFile(join(folder, '.dockerignore'), '*.sock\n');
  return { inmateDir: folder };
}

async function dispatch(hoosegow: Hoosegow, plan: Plan): Promise<{ outcome: Outcome; events: DispatchEvent[] }> {
  const running = hoosegow.dispatch('method', plan.refuses ? [LARGE] : [], { timeout: plan.timeout });
  const cancel =
    plan.cancelAfter === undefined ? undefined : setTimeout(() => running.cancel('as planned'), plan.cancelAfter);
  try {
    const settled = running.then(
      () => undefined,
      (error: unknown) => ({ error }),
    );
    const outcome = await within(running.outcome, `no outcome within ${BOUND} ms`);
    const failure = await within(settled, 'it does not settle');
    if (failure) checkError(failure.error);
    return { outcome, events: await eventsOf(running) };
  } finally {
    clearTimeout(cancel);
  }
}

/** None where the dispatch was never recorded. */
async function eventsOf(running: ReturnType<Hoosegow['dispatch']>): Promise<DispatchEvent[]> {
  const events: DispatchEvent[] = [];
  const reader = await running.reader().catch(() => undefined);
  for await (const event of reader?.events() ?? []) events.push(event);
  return events;
}

/** What awaiting throws is an error of ours, with a code, and with a message that explains what happened. */
function checkError(error: unknown): void {
  if (!(error instanceof HoosegowError) || !ERROR_CODES.includes(error.code)) {
    throw new Error('what awaiting throws is no HoosegowError with a code', { cause: error });
  }
  if (error instanceof EngineError && (error.phase === '' || BARE.test(error.message))) {
    throw new Error('an EngineError does not say when, or why', { cause: error });
  }
}

function checkExplained(outcome: Outcome): void {
  const texts = outcome.outcome === 'engine-failed' ? [outcome.message, outcome.phase] : [];
  for (const text of [...texts, ...(outcome.notes ?? [])]) {
    if (text === '' || UNEXPLAINED.test(text)) throw new Error(`it explains nothing: ${JSON.stringify(outcome)}`);
  }
}

function checkRecorded(outcome: Outcome, events: readonly DispatchEvent[]): void {
  if (events.length === 0) return;
  const recorded = events.filter(({ type }) => type === 'outcome');
  const [last] = recorded;
  if (recorded.length !== 1 || last?.type !== 'outcome' || events.at(-1) !== last) {
    throw new Error(`${recorded.length} outcomes are recorded, or one is not the last event`);
  }
  if (JSON.stringify(last.value) !== JSON.stringify(outcome)) throw new Error('another outcome is recorded');
}

/** An outcome that only the container can cause has come from it. */
function checkTrue(outcome: Outcome, daemon: FakeDaemon, plan: Plan): void {
  const fail = (why: string): never => {
    throw new Error(`${why}: ${JSON.stringify(outcome)}`);
  };
  const asked = daemon.calls.includes('start');
  if (['returned', 'raised', 'exited'].includes(outcome.outcome) && !asked) fail('nothing was started');
  if (outcome.outcome === 'returned' && !Buffer.from(plan.output).includes('return')) fail('nothing was returned');
  if (outcome.outcome === 'cancelled' && plan.cancelAfter === undefined) fail('nobody has cancelled it');
  if (outcome.outcome === 'exited' && ![plan.exitCode, 137].includes(outcome.code ?? -1)) fail('it ended otherwise');
}

async function until(condition: () => boolean, what: string): Promise<void> {
  const end = performance.now() + 5000;
  while (!condition()) {
    if (performance.now() > end) throw new Error(what);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function within<T>(work: PromiseLike<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(what)), BOUND);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
