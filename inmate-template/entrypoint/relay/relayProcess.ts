import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { Socket } from 'node:net';
import { MarkedEnd } from './outputEnd.ts';
import { randomMark } from '../link/record.ts';
import { hasOtherProcesses } from './otherProcesses.ts';
import { RELAY_EXIT, runRelay, type RelayHost } from './relay.ts';

/** What `bin/hoosegow` hands to the relay. */
const FDS = { output: 3, up: 4, down: 5 };

/** @param inmate process id */
export function startRelay(inmate: number): void {
  const link = {
    output: new Socket({ fd: FDS.output, readable: true, writable: false }),
    up: new Socket({ fd: FDS.up, readable: true, writable: false }),
    down: new Socket({ fd: FDS.down, readable: false, writable: true }),
    end: new MarkedEnd(FDS.output, randomMark(urandom)),
    marker: randomMark(urandom),
    kill: () => kill(inmate),
    hasOtherProcesses: () => hasOtherProcesses([process.pid, inmate], process.ppid),
  };
  runRelay(link, processHost());
}

/** Standard input and output of this process. */
export function processHost(): RelayHost {
  return {
    stdin: process.stdin,
    stdout: process.stdout,
    isToldOfLoading: process.env['HOOSEGOW_WAITS'] === '1',
    warn: (line) => writeSync(2, `${line}\n`),
    exit: (code) => {
      // Nothing else could end the inmate's children. In a container they end with this process.
      if (code === RELAY_EXIT.hostGone && process.env['HOOSEGOW_OWN_GROUP'] === '1') process.kill(0, 'SIGKILL');
      process.exit(code);
    },
  };
}

/** A process that is gone already is not an error. */
function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** `node:crypto` alone would take 5 ms of a start of 50. */
function urandom(bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  const device = openSync('/dev/urandom', 'r');
  readSync(device, buffer);
  closeSync(device);
  return buffer;
}
