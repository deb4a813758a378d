import type { DispatchMeta, Outcome } from '../../recording/event.ts';
import { escapeText } from '../../text/escape.ts';
import { outcomeText } from '../../text/outcomeText.ts';
import { previewValue } from '../../text/previewValue.ts';
import { MAX_HEADER_ITEMS, MAX_HEADER_TEXT, type Header } from '../../protocol/protocol.ts';
import { clip, formatDuration, formatSize } from '../../text/words.ts';
import { earlierDispatches } from './describeLifecycle.ts';
import { describeOutcome } from './describeOutcome.ts';
import type { Unended } from '../dispatchProgress.ts';
import type { Ending } from '../ending.ts';

const MAX_TITLE = 200;
const MAX_ARGS = 2000;

/**
 * The facts of a dispatch for people, each text one line.
 *
 * @param state how it ended, or why that is unknown
 * @param sharedWith how many dispatches ran in the same container before
 */
export function headerOf(meta: DispatchMeta, state: Ending | Unended, sharedWith = 0): Header {
  const method = line(meta.method);
  const args = meta.args === null ? null : line(previewValue(meta.args, MAX_ARGS).slice(1, -1));
  return {
    title: clip(`${method}(${args ?? '…'})`, MAX_TITLE),
    method,
    args,
    ...describeState(state),
    facts: factsOf(meta, sharedWith).slice(0, MAX_HEADER_ITEMS),
    startedAt: line(meta.startedAt),
  };
}

type State = Pick<Header, 'outcome' | 'outcomeKind' | 'details'>;

function describeState(state: Ending | Unended): State {
  if (typeof state === 'string') return { outcome: state, outcomeKind: 'running', details: [] };
  if ('truncated' in state) {
    return { outcome: line(`the recording was cut: ${state.truncated}`), outcomeKind: 'truncated', details: [] };
  }
  const { outcome, took } = state;
  return {
    outcome: line(headlineOf(outcome, took)),
    outcomeKind: kindOf(outcome),
    details: detailsOf(outcome).slice(0, MAX_HEADER_ITEMS).map(line),
  };
}

function kindOf({ outcome }: Outcome): Header['outcomeKind'] {
  return outcome === 'returned' || outcome === 'raised' ? outcome : 'failed';
}

/** How a dispatch ended, in a few words, and how long it took to return. */
function headlineOf(outcome: Outcome, took: number): string {
  return `${outcomeText(outcome)}${outcome.outcome === 'returned' ? ` in ${formatDuration(took)}` : ''}`;
}

/** What the headline leaves out. */
function detailsOf(outcome: Outcome): readonly string[] {
  const said = outcomeText(outcome);
  const lines = describeOutcome(outcome).filter((text) => text !== said);
  return outcome.outcome === 'raised' ? [outcome.message, ...lines] : lines;
}

/** Limits by their names, in the order in which they are shown. */
const LIMITS: Readonly<Record<string, readonly [label: string, format: (value: number) => string]>> = {
  memory: ['Memory', formatSize],
  cpus: ['CPUs', String],
  pids: ['Processes', String],
  tmpBytes: ['/tmp', formatSize],
  timeout: ['Timeout', formatDuration],
  outputBytes: ['Output limit', formatSize],
  valueBytes: ['Value limit', formatSize],
  valueNodes: ['Items in a value', (value) => value.toLocaleString('en')],
  valueDepth: ['Nesting of a value', String],
};

function factsOf(meta: DispatchMeta, sharedWith: number): Header['facts'] {
  const shared = sharedWith > 0 ? `, shared with ${earlierDispatches(sharedWith)}` : '';
  const engine = meta.endpoint === null ? meta.engine : `${meta.engine} at ${meta.endpoint}`;
  // What isolated the inmate comes first, because there may not be room for everything.
  const facts: (readonly [string, string | null])[] = [
    ['Isolation', `${meta.isolation}${shared}`],
    ['Engine', engine],
    ['Runtime', meta.runtime],
    ...limitsOf(meta.limits),
    ['Environment', meta.env ? meta.env.join(', ') : null],
    ['Image', meta.image],
    ['Inmate', meta.inmateDir],
    ['Started', meta.startedAt],
    ['Written by', versionsOf(meta.versions)],
  ];
  return facts.flatMap(([label, value]) => (value === null ? [] : [[line(label), line(value)] as const]));
}

function versionsOf(versions: DispatchMeta['versions']): string | null {
  if (versions === undefined) return null;
  return Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ');
}

/** Known limits come first; a recording may contain others. */
function limitsOf(limits: DispatchMeta['limits']): readonly (readonly [string, string])[] {
  const known = Object.entries(LIMITS).flatMap(([name, [label, format]]) => {
    const value = Object.hasOwn(limits, name) ? limits[name] : undefined;
    return value === undefined ? [] : [[label, format(value)] as const];
  });
  const others = Object.entries(limits).filter(([name]) => !Object.hasOwn(LIMITS, name));
  return [...known, ...others.map(([name, value]) => [name, String(value)] as const)];
}

function line(text: string): string {
  return clip(escapeText(clip(text, MAX_HEADER_TEXT)), MAX_HEADER_TEXT);
}
