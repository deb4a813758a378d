import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Playback } from '../../../../webview/model/time/playback.ts';

describe('playing back', () => {
  it('runs as fast as the wall clock times its speed, however often it is looked at', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        fc.array(fc.double({ min: 0, max: 1000, noNaN: true }), { minLength: 1, maxLength: 20 }),
        (speed, waits) => {
          const playback = new Playback(speed);
          playback.play(50, 1000);
          let now = 1000;
          for (const wait of waits) {
            now += wait;
            expect(playback.timeAt(now)).toBeCloseTo(50 + (now - 1000) * speed, 4);
          }
        },
      ),
    );
  });

  it('goes on from where it is when its speed changes', () => {
    const playback = new Playback(1);
    playback.play(0, 0);
    playback.setSpeed(10, 100);
    expect(playback.timeAt(100)).toBe(100);
    expect(playback.timeAt(110)).toBe(200);
  });

  it('stands still while it pauses, also when its speed changes', () => {
    const playback = new Playback(2);
    playback.play(10, 0);
    expect(playback.pause(5)).toBe(20);
    playback.setSpeed(100, 50);
    expect(playback.timeAt(1000)).toBe(20);
    expect(playback.playing).toBe(false);
  });

  it('never runs backwards when the clock does', () => {
    const playback = new Playback(1);
    playback.play(10, 100);
    expect(playback.timeAt(90)).toBe(10);
  });
});
