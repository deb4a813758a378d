import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_OUTPUT_BYTES, type Output } from '../../../../src/protocol/output.ts';
import { OutputDecoder, type OutputPiece } from '../../../../webview/panes/console/outputText.ts';
import {
  OutputWindow,
  SIDE_BYTES,
  SIDE_LINES,
  type OutputScreen,
} from '../../../../webview/panes/console/outputWindow.ts';

/** Output that grows, of which a reply holds only so much; every piece is a row of its own. */
class Recording {
  bytes = new Uint8Array(0);
  asked = 0;

  say(text: string): void {
    const more = new TextEncoder().encode(text);
    const bytes = new Uint8Array(this.bytes.length + more.length);
    bytes.set(this.bytes);
    bytes.set(more, this.bytes.length);
    this.bytes = bytes;
  }

  ask = async (from: number, to: number): Promise<Output> => {
    this.asked++;
    const bytes = this.bytes.slice(from, Math.min(to, from + MAX_OUTPUT_BYTES));
    const uint32 = (value: number) => new Uint8Array(Uint32Array.of(value).buffer);
    const streams = new Uint8Array(bytes.length > 0 ? 1 : 0);
    const one = bytes.length > 0 ? [uint32(from), uint32(bytes.length)] : [new Uint8Array(0), new Uint8Array(0)];
    const [rows = bytes, sizes = bytes] = one;
    return { from, total: this.bytes.length, rows, sizes, streams, bytes };
  };
}

class Screen implements OutputScreen {
  isAtEnd = true;
  line = 0;
  text = '';
  clears = 0;

  clear(): void {
    this.clears++;
    this.text = '';
  }

  scrollTo(): void {
    this.isAtEnd = false;
  }

  async write(pieces: readonly OutputPiece[]): Promise<void> {
    const decoder = new OutputDecoder();
    this.text += pieces.map((piece) => decoder.decode(piece)).join('');
  }
}

function windowOn(recording: Recording) {
  const screen = new Screen();
  return { screen, window: new OutputWindow(recording.ask, screen, () => undefined) };
}

/** The text of the recording that the window says it shows. */
function claimed({ bytes }: Recording, { shown }: OutputWindow): string {
  return new TextDecoder().decode(bytes.subarray(shown.from, shown.to));
}

describe('the window on the output', () => {
  it('shows what it says, wherever it is and however the output grows', async () => {
    const move = fc.oneof(
      fc.string({ maxLength: 30 }).map((text) => ({ say: `${text}\n` })),
      fc.integer({ min: 1, max: 9 }).map((size) => ({ say: 'many words\n'.repeat(size * 5000) })),
      fc.nat().map((at) => ({ around: at })),
      fc.constantFrom({ go: 'showEnd' as const }, { go: 'showEarlier' as const }, { go: 'showLater' as const }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(move, { maxLength: 12 }), async (moves) => {
        const recording = new Recording();
        const { screen, window } = windowOn(recording);
        await window.showEnd();
        for (const one of moves) {
          if ('say' in one) {
            recording.say(one.say);
            await window.grow();
          } else if ('around' in one) await window.showAround(one.around % (recording.bytes.length + 1));
          else await window[one.go]();
          expect(screen.text).toBe(claimed(recording, window));
          expect(window.shown.total).toBe(recording.bytes.length);
          expect(window.shown.to - window.shown.from).toBeLessThanOrEqual(3 * SIDE_BYTES);
          expect(screen.text.split('\n').length).toBeLessThanOrEqual(3 * SIDE_LINES + 1);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('opens a gigabyte at its end, without reading it', async () => {
    const total = 2 ** 30;
    let read = 0;
    const ask = async (from: number, to: number): Promise<Output> => {
      read += to - from;
      const bytes = new Uint8Array(to - from).fill(0x61);
      for (let i = (100 - (from % 100)) % 100; i < bytes.length; i += 100) bytes[i] = 0x0a;
      const sizes = new Uint8Array(Uint32Array.of(bytes.length).buffer);
      return { from, total, rows: new Uint8Array(4), sizes, streams: new Uint8Array(1), bytes };
    };
    const screen = new Screen();
    const window = new OutputWindow(ask, screen, () => undefined);
    await window.showEnd();
    expect(window.shown).toMatchObject({ to: total, total });
    expect(read).toBeLessThanOrEqual(SIDE_BYTES);
    // It begins with a whole line.
    expect(screen.text.indexOf('\n')).toBe(99);
  });

  it('goes on at the end, and keeps what is read elsewhere', async () => {
    const recording = new Recording();
    const { screen, window } = windowOn(recording);
    recording.say('one\n');
    await window.grow();
    expect([screen.text, screen.clears]).toEqual(['one\n', 0]);
    screen.isAtEnd = false;
    recording.say('x\n'.repeat(SIDE_BYTES + 5));
    await window.grow();
    expect(screen.text).toBe('one\n');
    expect(window.shown).toEqual({ from: 0, to: 4, total: recording.bytes.length });
    await window.showEnd();
    expect(window.shown.to).toBe(recording.bytes.length);
    screen.isAtEnd = true;
    recording.say('last\n');
    await window.grow();
    expect(screen.text.endsWith('x\nlast\n')).toBe(true);
  });

  it('goes on after a question that failed', async () => {
    const recording = new Recording();
    recording.say('text\n');
    let fails = true;
    const screen = new Screen();
    const window = new OutputWindow(
      async (from, to) => (fails ? Promise.reject(new Error('lost')) : recording.ask(from, to)),
      screen,
      () => undefined,
    );
    await expect(window.showEnd()).rejects.toThrow('lost');
    await expect(window.grow()).rejects.toThrow('lost');
    fails = false;
    await window.grow();
    expect(screen.text).toBe('text\n');
  });
});

describe('decoded output', () => {
  it('keeps the characters of each stream whole, though the other stream cuts them', () => {
    const decoder = new OutputDecoder();
    const [a, b] = [new TextEncoder().encode('ü'), new TextEncoder().encode('é')];
    const piece = (isError: boolean, bytes: Uint8Array) => ({ row: 0, isError, bytes });
    const parts = [
      piece(false, a.subarray(0, 1)),
      piece(true, b.subarray(0, 1)),
      piece(false, a.subarray(1)),
      piece(true, b.subarray(1)),
    ];
    expect(parts.map((one) => decoder.decode(one)).join('')).toBe('üé');
  });
});
