import { onTestFinished } from 'vitest';
import type { RecordingReader } from '../../../src/recording/recordingReader.ts';
import { checkReply } from '../../../src/protocol/checkMessage.ts';
import {
  HOST_COMMANDS,
  type Abilities,
  type HostMessage,
  type ViewReplies,
  type ViewRequest,
} from '../../../src/protocol/protocol.ts';
import { checkWholeHostMessage } from '../shared/messages.ts';
import { TimelineSession, type TimelineHost } from '../../../src/timeline/timelineSession.ts';

export const ALL: Abilities = {
  stop: true,
  export: true,
  openSource: true,
  saveValue: true,
  commands: HOST_COMMANDS,
  texts: {},
};

type Started = Extract<HostMessage, { kind: 'start' }>;

/** A view that holds its host to the protocol. */
export class TestView {
  readonly session: TimelineSession;
  readonly messages: HostMessage[] = [];
  /** When each message came, in milliseconds. */
  readonly times: number[] = [];
  /** What the host was asked to do. */
  readonly actions: unknown[] = [];
  readonly reports: string[] = [];
  readonly #listeners = new Set<() => void>();
  #lastId = 0;

  constructor(recording: RecordingReader | Promise<RecordingReader>, host: Partial<TimelineHost> = {}) {
    this.session = new TimelineSession(recording, {
      abilities: ALL,
      recording: 'the one',
      send: (message) => this.#take(structuredClone(message)),
      export: (format) => void this.actions.push(['export', format]),
      saveValue: (event) => void this.actions.push(['saveValue', event]),
      saveWhole: (file) => void this.actions.push(['saveWhole', file.suffix]),
      openWhole: (file) => void this.actions.push(['openWhole', file.suffix]),
      copy: (text) => void this.actions.push(['copy', text]),
      shell: 'posix',
      openSource: (...place) => void this.actions.push(['openSource', ...place]),
      stop: () => void this.actions.push(['stop']),
      command: (command) => void this.actions.push(['command', command]),
      report: (message) => void this.reports.push(message),
      ...host,
    });
    onTestFinished(() => this.session.dispose());
  }

  /** Says that it is there. @returns the answer, once there are all rows */
  async open(): Promise<Started> {
    this.session.receive({ kind: 'ready' });
    const start = await this.next((message) => message.kind === 'start');
    if (!isComplete(start)) await this.next(isComplete);
    if (start.kind !== 'start') throw new Error('that was no start');
    return start;
  }

  /** The first message of a kind, be it here already or still to come. */
  async next(wanted: (message: HostMessage) => boolean): Promise<HostMessage> {
    for (;;) {
      const found = this.messages.find(wanted);
      if (found) return found;
      await new Promise<void>((resolve) => this.#listeners.add(resolve));
    }
  }

  /** @throws Error where the host refuses */
  async ask<R extends ViewRequest>(request: R): Promise<ViewReplies[R['type']]> {
    const id = ++this.#lastId;
    this.session.receive({ kind: 'request', id, request });
    const message = await this.next((one) => (one.kind === 'reply' || one.kind === 'failure') && one.id === id);
    if (message.kind === 'failure') throw new Error(message.message);
    const type: R['type'] = request.type;
    const reply = message.kind === 'reply' ? checkReply(type, message.reply) : undefined;
    if (!reply) throw new Error(`no answer to ${type}`);
    return reply;
  }

  /** The numbers of all rows that are shown. */
  async shownRows(): Promise<number[]> {
    const rows: number[] = [];
    for (let from = 0; ; from += 2000) {
      const window = await this.ask({ type: 'rows', from, to: from + 2000 });
      rows.push(...uint32s(window.rows));
      if (window.types.length < 2000) return rows;
    }
  }

  #take(message: HostMessage): void {
    if (!checkWholeHostMessage(message)) throw new Error(`the host said what it may not: ${JSON.stringify(message)}`);
    this.messages.push(message);
    this.times.push(performance.now());
    const listeners = [...this.#listeners];
    this.#listeners.clear();
    for (const listener of listeners) listener();
  }
}

function isComplete(message: HostMessage): boolean {
  return (message.kind === 'start' || message.kind === 'growth') && message.extent.complete;
}

export function uint32s(bytes: Uint8Array): number[] {
  return [...new Uint32Array(bytes.slice().buffer)];
}

export function float64s(bytes: Uint8Array): number[] {
  return [...new Float64Array(bytes.slice().buffer)];
}
