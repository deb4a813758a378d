import { decode, encode } from '@msgpack/msgpack';
import type { WebSocket } from 'ws';
import type { RecordingReader } from '../../recording/recordingReader.ts';
import { MAX_VALUE_DEPTH, type Abilities } from '../../protocol/protocol.ts';
import type { Shell } from '../../text/shell/shell.ts';
import { TimelineSession } from '../../timeline/timelineSession.ts';

/** Bytes that may wait for a view that does not read them; beyond that the view is closed. */
const MAX_WAITING = 64 * 1024 * 1024;

/** Levels of a message: a value has at most `MAX_VALUE_DEPTH` of its own. */
const MAX_DEPTH = MAX_VALUE_DEPTH + 10;

/** A browser saves files and copies text by itself, and a recording has no dispatch to stop. */
const ABILITIES: Abilities = {
  stop: false,
  export: true,
  openSource: false,
  saveValue: true,
  commands: [],
  texts: {},
};

/** Serves a recording to a view at the other end of a WebSocket, until that is closed. Messages are msgpack, both ways. */
export function serveView(
  socket: WebSocket,
  recording: Promise<RecordingReader>,
  shell: Shell,
  report: (message: string) => void,
): void {
  const nothing = (): void => undefined;
  const session = new TimelineSession(recording, {
    abilities: ABILITIES,
    // There is no other one at this address.
    recording: '',
    send: (message) => {
      if (socket.bufferedAmount > MAX_WAITING) socket.terminate();
      else if (socket.readyState === socket.OPEN) socket.send(encode(message, { maxDepth: MAX_DEPTH }));
    },
    export: nothing,
    saveValue: nothing,
    copy: undefined,
    shell,
    saveWhole: nothing,
    openWhole: nothing,
    openSource: nothing,
    stop: nothing,
    command: nothing,
    report,
  });
  socket.on('message', (data) => session.receive(read(data)));
  // It is closed afterwards; nothing else is to be done.
  socket.on('error', nothing);
  socket.on('close', () => session.dispose());
}

function read(data: unknown): unknown {
  try {
    return data instanceof Uint8Array ? decode(data) : undefined;
  } catch {
    return undefined;
  }
}
