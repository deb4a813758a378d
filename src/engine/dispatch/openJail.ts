import type { Lifecycle } from '../../recording/event.ts';
import type { ContainerHost, Jail, JailSink, JailSpec, JailStreams } from '../hosts/containerHost.ts';
import type { ContainerCallbacks } from '../options/options.ts';
import { untilAborted } from '../async/untilAborted.ts';

/** How a jail is opened, and what is called meanwhile. */
export interface Opening {
  readonly host: ContainerHost;
  readonly spec: JailSpec;
  readonly callbacks: ContainerCallbacks;
  /** Takes what the jail writes. */
  readonly sink: JailSink;
  /** Aborted when the jail is no longer needed: the current step is given up. */
  readonly signal: AbortSignal;
  /** Called as soon as there is something to kill. */
  readonly onJail: (jail: Jail) => void;
  /** Called as soon as there is something to write to. */
  readonly onStreams: (streams: JailStreams) => void;
  readonly onStep: (step: Lifecycle) => void;
}

/** A jail that takes a request. */
export interface OpenJail {
  readonly jail: Jail;
  readonly streams: JailStreams;
}

/**
 * Brings a jail to where it takes a request: create → attach → start, and the user's callbacks in between. In any case
 * the caller removes the jail by its name.
 */
export async function openJail(opening: Opening): Promise<OpenJail> {
  const { host, spec, callbacks, sink, signal, onJail, onStreams, onStep } = opening;
  await host.reserve?.(spec, signal);
  onStep({ event: 'create', container: spec.name });
  const jail = await host.create(spec);
  onJail(jail);
  onStep({ event: 'created', container: jail.id });
  signal.throwIfAborted();
  if (callbacks.afterCreate) await untilAborted(signal, callbacks.afterCreate(jail.id));
  const streams = await jail.attach(sink, signal);
  onStreams(streams);
  onStep({ event: 'attached' });
  for (const text of jail.notes ?? []) onStep({ event: 'note', text });
  signal.throwIfAborted();
  onStep({ event: 'start' });
  await jail.start(signal);
  onStep({ event: 'started' });
  signal.throwIfAborted();
  if (callbacks.afterStart) await untilAborted(signal, callbacks.afterStart(jail.id));
  return { jail, streams };
}
