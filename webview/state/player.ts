import { Latest } from '../model/latest.ts';
import { Playback } from '../model/time/playback.ts';
import type { TimeMs } from '../model/time/viewport.ts';

/** What is played. */
export interface PlayerSubject {
  end(): TimeMs;
  /** Whether nothing will come after the end. */
  complete(): boolean;
  /** Selects the frame at a time. */
  select(time: TimeMs): Promise<void>;
  /** Playback has reached the end. */
  ended(): void;
  /** The playhead moved. */
  moved(): void;
  /** Playback has stopped. */
  stopped(): void;
  /** Calls back when the playhead is to move next. */
  atNextMove(move: () => void): void;
}

/** Moves the playhead, at real or scaled speed. */
export class Player {
  readonly #subject: PlayerSubject;
  readonly #playback: Playback;
  readonly #selecting = new Latest();
  /** Counts how often playing began: what is left of an earlier time moves nothing. */
  #turn = 0;

  constructor(speed: number, subject: PlayerSubject) {
    this.#subject = subject;
    this.#playback = new Playback(speed);
  }

  get playing(): boolean {
    return this.#playback.playing;
  }

  /** The playhead's time during playback. */
  get time(): TimeMs {
    return this.#playback.timeAt(performance.now());
  }

  /** Plays from a time on; from the beginning if that is the end. */
  play(from: TimeMs): void {
    this.#playback.play(from >= this.#subject.end() ? 0 : from, performance.now());
    this.#tick(++this.#turn);
  }

  pause(): void {
    this.#playback.pause(performance.now());
    this.#subject.stopped();
  }

  setSpeed(speed: number): void {
    this.#playback.setSpeed(speed, performance.now());
  }

  #tick(turn: number): void {
    if (!this.#isAt(turn)) return;
    const { time } = this;
    if (time >= this.#subject.end() && this.#subject.complete()) {
      this.pause();
      this.#subject.ended();
      return;
    }
    this.#selecting.run(async () => {
      // One that has waited for the one before must not undo what was selected at the end, or by the user, since.
      if (this.#isAt(turn)) await this.#subject.select(time);
    });
    this.#subject.moved();
    this.#subject.atNextMove(() => this.#tick(turn));
  }

  #isAt(turn: number): boolean {
    return this.playing && turn === this.#turn;
  }
}
