import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { CommandError, CommandSocket } from '../../../../../../src/engine/hosts/docker/endpoint/commandSocket.ts';

const node = (script: string) => new CommandSocket(process.execPath, ['-e', script]);

describe('CommandSocket', () => {
  it('carries bytes both ways, more than the pipes hold', async () => {
    const socket = node('process.stdin.pipe(process.stdout)');
    const sent = 'x'.repeat(3_000_000);
    socket.end(sent);
    expect(await text(socket)).toBe(sent);
  });

  it('waits for a reader that is slow', async () => {
    const socket = node('process.stdout.write("y".repeat(1e6)); process.stdin.resume()');
    await pause(300);
    expect(socket.readableLength).toBeLessThan(300_000);
    socket.end();
    expect(await text(socket)).toHaveLength(1e6);
  });

  it('fails with what the command said', async () => {
    const socket = node('console.error("Permission denied (publickey)."); process.exit(255)');
    socket.write('GET /');
    const [error] = (await once(socket, 'error')) as [CommandError];
    expect(error).toBeInstanceOf(CommandError);
    expect(error.message).toMatch(/ended with status 255: Permission denied \(publickey\)\.$/);
    expect(error.stderr).toBe('Permission denied (publickey).');
  });

  it('fails where there is no such command', async () => {
    const socket = new CommandSocket('/nowhere/ssh', []);
    expect(await once(socket, 'error')).toMatchObject([{ code: 'ENOENT' }]);
  });

  it('ends the command when it is destroyed, at any moment, and raises nothing', async () => {
    const uncaught = vi.fn();
    process.on('uncaughtException', uncaught).on('unhandledRejection', uncaught);
    try {
      for (const delay of [0, 1, 20, 60]) {
        const socket = node('console.log(process.pid); process.stdin.resume(); setInterval(() => {}, 1e6)');
        socket.write('x'.repeat(1e6));
        let pid = 0;
        socket.on('data', (chunk: Buffer) => (pid = Number(chunk)));
        await pause(delay);
        socket.destroy();
        await once(socket, 'close');
        if (pid === 0) continue;
        await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow('ESRCH'), { timeout: 60_000 });
      }
      const failing = node('process.stdin.destroy(); setTimeout(() => process.exit(1), 50)').on(
        'error',
        () => undefined,
      );
      const timer = setInterval(() => failing.write('x'.repeat(100_000)), 1);
      await new Promise((done) => failing.on('close', done));
      clearInterval(timer);
    } finally {
      process.off('uncaughtException', uncaught).off('unhandledRejection', uncaught);
    }
    expect(uncaught).not.toHaveBeenCalled();
  });
});
