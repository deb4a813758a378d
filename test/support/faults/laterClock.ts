import { createServer, request } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface LaterClock extends AsyncDisposable {
  /** Where the daemon answers with the later time. */
  readonly socketPath: string;
}

/** Forwards calls to a daemon, and reports a time that is so many milliseconds later than its own. */
export async function laterClock(daemonSocket: string, milliseconds: number): Promise<LaterClock> {
  const folder = await mkdtemp(join(tmpdir(), 'hoosegow-clock-'));
  const socketPath = join(folder, 'd.sock');
  const server = createServer((asked, answer) => {
    const { url: path = '', method = '', headers } = asked;
    const passed = request({ socketPath: daemonSocket, path, method, headers }, (response) => {
      const later = new Date(Date.parse(response.headers.date ?? '') + milliseconds);
      answer.writeHead(response.statusCode ?? 500, { ...response.headers, date: later.toUTCString() });
      response.pipe(answer);
    });
    passed.on('error', () => answer.destroy());
    asked.pipe(passed);
  });
  await new Promise<void>((resolve) => void server.listen(socketPath, resolve));
  return {
    socketPath,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
