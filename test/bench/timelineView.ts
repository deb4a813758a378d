import type { RecordingReader } from '../../src/recording/recordingReader.ts';
import type { HostMessage, ViewRequest } from '../../src/protocol/protocol.ts';
import { TimelineSession } from '../../src/timeline/timelineSession.ts';

/** A view that hears everything and shows nothing. */
export class TimelineView {
  readonly session: TimelineSession;
  readonly #waiting: { wanted: (message: HostMessage) => boolean; resolve: (message: HostMessage) => void }[] = [];
  #lastId = 0;

  constructor(recording: Promise<RecordingReader>) {
    const nothing = (): void => undefined;
    this.session = new TimelineSession(recording, {
      abilities: { stop: false, export: false, openSource: false, saveValue: false, commands: [], texts: {} },
      recording: '',
      send: (message) => {
        const i = this.#waiting.findIndex(({ wanted }) => wanted(message));
        if (i >= 0) this.#waiting.splice(i, 1)[0]?.resolve(message);
      },
      export: nothing,
      saveValue: nothing,
      saveWhole: nothing,
      openWhole: nothing,
      copy: nothing,
      shell: 'posix',
      openSource: nothing,
      stop: nothing,
      command: nothing,
      report: (message) => console.error(message),
    });
  }

  async next(wanted: (message: HostMessage) => boolean): Promise<HostMessage> {
    return new Promise((resolve) => this.#waiting.push({ wanted, resolve }));
  }

  async ask(request: ViewRequest): Promise<HostMessage> {
    const id = ++this.#lastId;
    const answer = this.next(
      (message) => (message.kind === 'reply' || message.kind === 'failure') && message.id === id,
    );
    this.session.receive({ kind: 'request', id, request });
    return answer;
  }
}
