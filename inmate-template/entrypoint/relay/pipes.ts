import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { Readable, Writable } from 'node:stream';
import { IdleEnd } from './outputEnd.ts';
import { randomMark } from '../link/record.ts';
import { RELAY_EXIT, runRelay } from './relay.ts';
import { processHost } from './relayProcess.ts';

/**
 * The relay with plain pipes, for platforms without FIFOs (Windows), where it starts the inmate itself. Weaker than
 * with FIFOs: output of child processes may come out of order with the inmate's own, `/dev/stdout` does not open, and
 * what children that outlive the inmate print is followed only until they pause.
 */
export function startWithPipes(): void {
  const options = process.env['HOOSEGOW_IMPORT'];
  const args = [...(options ? ['--import', options] : []), __filename, 'inmate', '1'];
  const inmate = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit', 'pipe', 'pipe'],
    windowsHide: true,
  });
  const [, output, , up, down] = inmate.stdio;
  if (!(output instanceof Readable && up instanceof Readable && down instanceof Writable)) {
    throw new Error('the inmate could not be started with pipes');
  }
  const host = processHost();
  const exit = (code: number): void => {
    if (code !== RELAY_EXIT.noResult) return host.exit(code);
    // The inmate ended without a result: its own status is the answer.
    const mirror = (): void => {
      if (inmate.signalCode !== null) process.kill(process.pid, inmate.signalCode);
      host.exit(inmate.exitCode ?? 1);
    };
    if (inmate.exitCode !== null || inmate.signalCode !== null) mirror();
    else inmate.once('exit', mirror);
  };
  const link = {
    output,
    up,
    down,
    end: new IdleEnd(output),
    marker: randomMark(randomBytes),
    kill: () => void inmate.kill('SIGKILL'),
    // Not known here, and not needed: the host does not ask for another call.
    hasOtherProcesses: () => true,
  };
  runRelay(link, { ...host, exit });
}
