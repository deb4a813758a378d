import { describe, expect, it, vi } from 'vitest';
import type { ViewMessage } from '../../../../src/protocol/protocol.ts';
import { Client, OutdatedError, type Announcement } from '../../../../webview/feeds/client.ts';

function connect(): { client: Client; sent: ViewMessage[]; announced: Announcement[] } {
  const sent: ViewMessage[] = [];
  const announced: Announcement[] = [];
  return {
    client: new Client(
      (message) => sent.push(message),
      (message) => announced.push(message),
    ),
    sent,
    announced,
  };
}

const ask = (client: Client, row: number) => client.ask({ type: 'place', row });
const idOf = (message: ViewMessage | undefined) => (message?.kind === 'request' ? message.id : -1);

describe('asking a host', () => {
  it('gives each question its own answer, in whatever order they come', async () => {
    const { client, sent } = connect();
    const answers = [ask(client, 1), ask(client, 2)];
    client.receive({ kind: 'reply', id: idOf(sent[1]), reply: { place: 20 } });
    client.receive({ kind: 'reply', id: idOf(sent[0]), reply: { place: 10 } });
    expect(await Promise.all(answers)).toEqual([{ place: 10 }, { place: 20 }]);
  });

  it('fails with the words of the host', async () => {
    const { client, sent } = connect();
    const answer = ask(client, 1);
    client.receive({ kind: 'failure', id: idOf(sent[0]), message: 'no such row' });
    await expect(answer).rejects.toThrow('no such row');
  });

  it('gives no answer about a recording that is not shown any more, and goes on with the next', async () => {
    const { client, sent } = connect();
    const answer = ask(client, 1);
    client.forget();
    client.receive({ kind: 'reply', id: idOf(sent[0]), reply: { place: 10 } });
    await expect(answer).rejects.toThrow(OutdatedError);
    const next = ask(client, 2);
    client.receive({ kind: 'reply', id: idOf(sent[1]), reply: { place: 20 } });
    expect(await next).toEqual({ place: 20 });
  });

  it('takes no answer to another kind of question', async () => {
    const { client, sent } = connect();
    const answer = ask(client, 1);
    client.receive({ kind: 'reply', id: idOf(sent[0]), reply: { shown: 3 } });
    await expect(answer).rejects.toThrow(/no answer/);
  });

  it('looks at what it is answered once, and not at all where nobody asked', async () => {
    const { client, sent } = connect();
    let looks = 0;
    const watched = <T extends object>(reply: T) =>
      new Proxy(reply, {
        ownKeys: (target) => {
          looks++;
          return Reflect.ownKeys(target);
        },
      });
    const answer = client.ask({ type: 'at', time: 1, clock: 'arrival' });
    client.receive({ kind: 'reply', id: idOf(sent[0]), reply: watched({ row: 3 }) });
    await answer;
    expect(looks).toBe(1);
    client.receive({ kind: 'reply', id: 99, reply: watched({ row: 3 }) });
    expect(looks).toBe(1);
  });

  it('refuses at once what answers nothing that could be asked', async () => {
    const { client, sent } = connect();
    const answers = [{ row: 3, extra: 1 }, undefined, 'x'].map(async (reply, i) => {
      const answer = ask(client, i);
      client.receive({ kind: 'reply', id: idOf(sent[i]), reply });
      await expect(answer).rejects.toThrow(/no answer/);
    });
    await Promise.all(answers);
  });

  it('settles when the connection is lost, at once until it is back, and when the host stays silent', async () => {
    vi.useFakeTimers();
    try {
      const { client } = connect();
      const lost = ask(client, 1);
      client.disconnect();
      await expect(lost).rejects.toThrow(/connection/);
      await expect(ask(client, 1)).rejects.toThrow(/connection/);
      client.reconnect();
      const silent = ask(client, 2).catch((error: unknown) => error);
      await vi.advanceTimersByTimeAsync(120_000);
      expect(String(await silent)).toMatch(/does not answer/);
    } finally {
      vi.useRealTimers();
    }
  });

  it('ignores answers to nothing, and everything that no host may say', () => {
    const { client, announced } = connect();
    for (const data of [
      undefined,
      null,
      'x',
      { kind: 'reply', id: 99, reply: { place: 1 } },
      { kind: 'failure', id: 99, message: 'x' },
      { kind: 'run', command: 'rm' },
      { kind: 'reveal', row: -1 },
    ]) {
      expect(() => client.receive(data)).not.toThrow();
    }
    expect(announced).toEqual([]);
    client.receive({ kind: 'reveal', row: 4 });
    expect(announced).toEqual([{ kind: 'reveal', row: 4 }]);
  });
});
