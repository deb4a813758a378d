import { describe, expect, it } from 'vitest';
import { SessionSwitch } from '../../../src/timeline/sessionSwitch.ts';

function session() {
  const heard: unknown[] = [];
  let disposed = 0;
  return { heard, disposals: () => disposed, receive: (data: unknown) => heard.push(data), dispose: () => disposed++ };
}

const READY = { kind: 'ready' };
const STOP = { kind: 'stop' };
const started = (recording: string) => ({ kind: 'started', recording });

describe('one view of one recording after another', () => {
  it('begins when the view is ready, whichever comes first', () => {
    const early = session();
    const shown = new SessionSwitch();
    shown.show('a', early);
    expect(early.heard).toEqual([]);
    shown.receive(READY);
    expect(early.heard).toEqual([READY]);
    const late = session();
    shown.show('b', late);
    expect(late.heard).toEqual([READY]);
    expect(early.disposals()).toBe(1);
  });

  it('drops what the view says before it knows of the next recording', () => {
    const [a, b] = [session(), session()];
    const shown = new SessionSwitch();
    shown.show('a', a);
    shown.receive(READY);
    shown.receive(started('a'));
    shown.receive(STOP);
    expect(a.heard).toEqual([READY, STOP]);
    shown.show('b', b);
    // These were on their way: they are about the first one.
    shown.receive(STOP);
    shown.receive(started('a'));
    shown.receive({ kind: 'request', id: 1, request: { type: 'detail', row: 0 } });
    expect(b.heard).toEqual([READY]);
    shown.receive(started('b'));
    shown.receive(STOP);
    expect(b.heard).toEqual([READY, STOP]);
    expect(a.heard).toEqual([READY, STOP]);
  });

  it('begins anew with a view that was loaded again', () => {
    const a = session();
    const shown = new SessionSwitch();
    shown.show('a', a);
    for (const message of [READY, started('a'), READY, STOP]) shown.receive(message);
    expect(a.heard).toEqual([READY, READY]);
  });

  it('has the session tell of what is not understood, and ends with it', () => {
    const a = session();
    const shown = new SessionSwitch();
    shown.receive(READY);
    shown.show('a', a);
    shown.receive('nonsense');
    expect(a.heard).toEqual([READY, 'nonsense']);
    shown.dispose();
    shown.receive(READY);
    expect(a.disposals()).toBe(1);
    expect(a.heard).toHaveLength(2);
  });
});
