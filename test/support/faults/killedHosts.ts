import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Hoosegow } from '../../../src/engine/index.ts';
import { RecordingReader } from '../../../src/recording/recordingReader.ts';
import { TINY_INMATES } from '../rig/tinyImage.ts';
import { Seeded } from './seeded.ts';

const { answers, waits, floods } = TINY_INMATES;
/** All of them end with their host, as the entrypoint does: those left over would slow down the rest. */
const INMATES = { answers, waits, floods };
const SCRIPT = join(import.meta.dirname, 'doomedHost.mjs');
/** Milliseconds that a host may live: a short time, as it is the kill that proves something. */
const LONGEST_LIFE = 3000;

export interface DoomedRun {
  /** Address of the Docker daemon. */
  readonly host: string;
  /** An image with a shell. */
  readonly image: string;
  /** For the recordings; must exist. */
  readonly folder: string;
  readonly dispatches: number;
  /** Dispatches of one host at the same time. */
  readonly atOnce: number;
  readonly seed: number;
}

/** What happened to the dispatches of hosts that were killed. */
export interface DoomedReport {
  hosts: number;
  killed: number;
  dispatches: number;
  /** Ended before the kill: how many, by outcome. */
  readonly outcomes: Map<string, number>;
  /** Under way when their host was killed, with a recording that opens and says how far they came. */
  interrupted: number;
  /** Cancelled or killed before there was a recording, or when there was only the name of one. */
  notBegun: number;
  /** Dispatches without an explanation: there must be none. */
  readonly unexplained: string[];
  readonly seconds: number;
}

/** Lets hosts dispatch and kills them at random moments, until so many dispatches were begun. */
export async function runDoomedHosts(run: DoomedRun): Promise<DoomedReport> {
  const start = performance.now();
  const random = new Seeded(run.seed);
  const tally = {
    hosts: 0,
    killed: 0,
    dispatches: 0,
    outcomes: new Map<string, number>(),
    interrupted: 0,
    notBegun: 0,
    unexplained: [] as string[],
  };
  while (tally.dispatches < run.dispatches) {
    const folder = join(run.folder, String(tally.hosts));
    mkdirSync(folder);
    const wasKilled = await liveAndDie(run, folder, tally.dispatches, random.below(LONGEST_LIFE));
    tally.hosts++;
    if (wasKilled) tally.killed++;
    await account(tally, folder, wasKilled ? run.atOnce : 0);
  }
  return { ...tally, seconds: (performance.now() - start) / 1000 };
}

/** One sweep, as the next host does it. @returns how many containers it removed */
export async function sweepAfterDoom(host: string): Promise<number> {
  // Requests of the last host may still take effect.
  await pause(1000);
  const hoosegow = new Hoosegow({ docker: { host }, image: 'none' });
  try {
    return (await hoosegow.sweep()).length;
  } finally {
    await hoosegow.close();
  }
}

/** One line on what happened to them. */
export function describeDoom(seed: number, report: DoomedReport): string {
  const { hosts, killed, dispatches, outcomes, interrupted, notBegun, seconds } = report;
  const ended = [...outcomes].map(([outcome, count]) => `${count} ${outcome}`).join(', ');
  return (
    `seed ${seed}: ${hosts} hosts, ${killed} of them killed, ${dispatches} dispatches: ${ended}, ` +
    `${interrupted} interrupted, ${notBegun} not begun, in ${seconds.toFixed(0)} s`
  );
}

/** @returns whether it was killed before it was done */
async function liveAndDie(run: DoomedRun, folder: string, before: number, life: number): Promise<boolean> {
  const { host, image, dispatches, atOnce } = run;
  const list = join(folder, 'list');
  const config = { host, image, inmates: INMATES, folder, list, firstId: before + 1, lastId: dispatches, atOnce };
  const child = spawn(process.execPath, [SCRIPT, JSON.stringify(config)], { stdio: ['ignore', 'ignore', 'inherit'] });
  const exit = once(child, 'exit');
  // A life begins with the first dispatch.
  while (!existsSync(list) && child.exitCode === null) await pause(10);
  const alarm = setTimeout(() => child.kill('SIGKILL'), life);
  const [code, signal] = (await exit) as [number | null, NodeJS.Signals | null];
  clearTimeout(alarm);
  if (signal === null && code !== 0) throw new Error(`a doomed host has failed with code ${code}`);
  return signal === 'SIGKILL';
}

/** @param mayBeOpen how many dispatches may have been under way when the host ended */
async function account(tally: Omit<DoomedReport, 'seconds'>, folder: string, mayBeOpen: number): Promise<void> {
  const list = readFileSync(join(folder, 'list'), 'utf8');
  const ended = new Map<string, string>();
  for (const [, id = '', outcome = ''] of list.matchAll(/^\{"ended":(\d+),"outcome":"([a-z-]+)"\}$/gm))
    ended.set(id, outcome);
  // The last line may be cut by the kill: then nothing was begun.
  const begun = [...list.matchAll(/^\{"begun":(\d+)\}$/gm)].map(([, id = '']) => id);
  tally.dispatches += begun.length;
  if (begun.length - ended.size > mayBeOpen)
    tally.unexplained.push(`${folder}: more without an end than the kill explains`);
  for (const id of begun) {
    const told = ended.get(id);
    const end = await endOf(join(folder, `${id}.dispatch`));
    if (end.kind === 'outcome') tally.outcomes.set(end.outcome, (tally.outcomes.get(end.outcome) ?? 0) + 1);
    if (end.kind === 'interrupted') tally.interrupted++;
    if (end.kind === 'not begun') tally.notBegun++;
    if (end.kind === 'broken') tally.unexplained.push(`${folder}/${id}: ${end.why}`);
    // A dispatch that was cancelled before its turn was never recorded.
    const recorded = end.kind === 'outcome' ? end.outcome : end.kind === 'not begun' ? 'cancelled' : end.kind;
    if (told !== undefined && told !== recorded) tally.unexplained.push(`${folder}/${id}: ${told}, but ${recorded}`);
  }
}

type End =
  | { readonly kind: 'outcome'; readonly outcome: string }
  | { readonly kind: 'interrupted' | 'not begun' }
  | { readonly kind: 'broken'; readonly why: string };

async function endOf(path: string): Promise<End> {
  if (!existsSync(path) || statSync(path).size === 0) return { kind: 'not begun' };
  try {
    const reader = await RecordingReader.open(path);
    for await (const event of reader.events({ types: new Set(['outcome', 'lifecycle']) })) {
      if (event.type !== 'outcome') continue;
      const { value } = event;
      // The daemon is in good health: no dispatch may have failed.
      if (value.outcome === 'engine-failed') return { kind: 'broken', why: value.message };
      return { kind: 'outcome', outcome: value.outcome };
    }
    return { kind: 'interrupted' };
  } catch (error) {
    return { kind: 'broken', why: String(error) };
  }
}
