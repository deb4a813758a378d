import { checkViewMessage } from '../protocol/checkMessage.ts';

/** The part of a session that a view talks to. */
interface ViewSession {
  receive(data: unknown): void;
  dispose(): void;
}

/**
 * Serves one view with one recording after another, which spares it being loaded anew. Until the view says that it knows
 * of the next recording, what it says is about the one before, and is dropped.
 */
export class SessionSwitch {
  #session: ViewSession | undefined;
  #recording = '';
  /** Whether the view is loaded. */
  #isReady = false;
  /** Whether the view knows which recording is shown. */
  #isKnown = false;

  /** @param recording its name, as its host tells it to the view @param session the switch's own from now on */
  show(recording: string, session: ViewSession): void {
    this.#session?.dispose();
    this.#session = session;
    this.#recording = recording;
    this.#isKnown = false;
    if (this.#isReady) session.receive({ kind: 'ready' });
  }

  /** Takes what the view says, whatever it is. */
  receive(data: unknown): void {
    const message = checkViewMessage(data);
    if (message?.kind === 'ready') {
      this.#isReady = true;
      this.#isKnown = false;
    } else if (message?.kind === 'started') {
      this.#isKnown = message.recording === this.#recording;
      return;
    } else if (message && !this.#isKnown) return;
    this.#session?.receive(data);
  }

  dispose(): void {
    this.#session?.dispose();
    this.#session = undefined;
  }
}
