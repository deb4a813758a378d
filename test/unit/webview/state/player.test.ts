import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Player, type PlayerSubject } from '../../../../webview/state/player.ts';

const FRAME = 16;

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance', 'setTimeout'] }));
afterEach(() => void vi.useRealTimers());

/** A recording of a second, whose host answers when it is told to. */
class Subject implements PlayerSubject {
  readonly asked: number[] = [];
  readonly calls: string[] = [];
  isComplete = true;
  #answer: () => void = () => undefined;

  end(): number {
    return 1000;
  }
  complete(): boolean {
    return this.isComplete;
  }
  select(time: number): Promise<void> {
    this.asked.push(time);
    return new Promise((resolve) => (this.#answer = resolve));
  }
  ended(): void {
    this.calls.push('ended');
  }
  moved(): void {
    this.calls.push('moved');
  }
  stopped(): void {
    this.calls.push('stopped');
  }
  atNextMove(move: () => void): void {
    setTimeout(move, FRAME);
  }

  async answer(): Promise<void> {
    this.#answer();
    await vi.advanceTimersByTimeAsync(0);
  }
}

describe('playing', () => {
  it('selects the frame of now, one at a time, and the latest once the one before has come', async () => {
    const subject = new Subject();
    new Player(1, subject).play(100);
    expect(subject.asked).toEqual([100]);
    await vi.advanceTimersByTimeAsync(10 * FRAME);
    expect(subject.asked).toEqual([100]);
    await subject.answer();
    expect(subject.asked).toEqual([100, 100 + 10 * FRAME]);
  });

  it('drops a selection that has waited past the end: it would undo the last frame', async () => {
    const subject = new Subject();
    new Player(1, subject).play(900);
    await vi.advanceTimersByTimeAsync(200);
    expect(subject.calls.slice(-2)).toEqual(['stopped', 'ended']);
    await subject.answer();
    expect(subject.asked).toEqual([900]);
  });

  it('drops a selection that has waited past a pause: the user may have selected another since', async () => {
    const subject = new Subject();
    const player = new Player(1, subject);
    player.play(100);
    await vi.advanceTimersByTimeAsync(2 * FRAME);
    player.pause();
    await subject.answer();
    expect(subject.asked).toEqual([100]);
    expect(player.time).toBe(100 + 2 * FRAME);
  });

  it('goes on once a frame, however often it was paused and played again', async () => {
    const subject = new Subject();
    const player = new Player(0.1, subject);
    for (let i = 0; i < 5; i++) {
      player.play(500);
      player.pause();
    }
    player.play(500);
    subject.calls.length = 0;
    await vi.advanceTimersByTimeAsync(4 * FRAME);
    expect(subject.calls).toEqual(['moved', 'moved', 'moved', 'moved']);
    await subject.answer();
    expect(subject.asked).toEqual([500, 500 + 0.4 * FRAME]);
  });

  it('begins anew from the end, and goes on at the end of what is still running', async () => {
    const subject = new Subject();
    subject.isComplete = false;
    const player = new Player(1, subject);
    player.play(1000);
    expect(subject.asked).toEqual([0]);
    await vi.advanceTimersByTimeAsync(1500);
    expect(player.playing).toBe(true);
    subject.isComplete = true;
    await vi.advanceTimersByTimeAsync(FRAME);
    expect(player.playing).toBe(false);
    expect(subject.calls.filter((call) => call !== 'moved')).toEqual(['stopped', 'ended']);
  });
});
