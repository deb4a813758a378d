import { deepStrictEqual, ok } from 'node:assert';
import fc from 'fast-check';
import { RecordingWriter } from '../../../src/recording/recordingWriter.ts';
import { checkHostMessage, checkReply, checkViewMessage } from '../../../src/protocol/checkMessage.ts';
import { HOST_COMMANDS, type HostMessage, type ViewMessage } from '../../../src/protocol/protocol.ts';
import { TimelineSession } from '../../../src/timeline/timelineSession.ts';
import { hostMessages, replies, REPLY_TYPES, viewMessages } from '../../unit/shared/messages.ts';
import { dockerFrame, stdoutFrame, text, valueFrame } from '../../unit/wire/streams.ts';
import { bytesOf, textOf } from '../text.ts';
import type { Target } from '../target.ts';

/** Messages as text: JSON, with bytes as `{"$bytes": base64}`. */
function write(message: unknown): string {
  return JSON.stringify(message, (_key, item: unknown) =>
    item instanceof Uint8Array ? { $bytes: Buffer.from(item).toString('base64') } : item,
  );
}

function read(json: string): unknown {
  return JSON.parse(json, (_key, item: unknown) =>
    typeof item === 'object' && item !== null && '$bytes' in item && typeof item.$bytes === 'string'
      ? new Uint8Array(Buffer.from(item.$bytes, 'base64'))
      : item,
  );
}

/** What a host and its view say to each other: checked on arrival, and every request of a view has one right answer. */
export const message: Target = {
  name: 'message',
  generate: (seed, count) =>
    fc
      .sample(fc.oneof({ weight: 3, arbitrary: viewMessages }, hostMessages, ...Object.values(replies)), {
        seed,
        numRuns: count,
      })
      .map((made: unknown) => bytesOf(write(made))),
  run: async (input) => {
    let data: unknown;
    try {
      data = read(textOf(input));
    } catch {
      return;
    }
    for (const type of REPLY_TYPES) expectSettled((given) => checkReply(type, given), data);
    expectSettled(checkHostMessage, data);
    await view().say(data, expectSettled(checkViewMessage, data));
  },
};

/** A check gives the same each time, and what it accepts is what it was given. */
function expectSettled<T>(check: (data: unknown) => T | undefined, data: unknown): T | undefined {
  const checked = check(data);
  ok(checked === undefined || checked === data, 'a check gives something else');
  deepStrictEqual(check(structuredClone(data)) === undefined, checked === undefined, 'a check of a copy');
  return checked;
}

/** A session that shows one recording to whatever says something to it. */
class FuzzedView {
  readonly #session: TimelineSession;
  #answers: HostMessage[] = [];
  #reports = 0;
  #onAnswer: () => void = () => undefined;

  constructor() {
    const writer = RecordingWriter.spool({
      method: 'm',
      args: [],
      startedAt: '',
      engine: 'docker',
      endpoint: null,
      image: null,
      runtime: null,
      limits: {},
      isolation: '',
      inmateDir: null,
    });
    for (let i = 0; i < 20; i++) writer.bytes('multiplexed', dockerFrame(1, valueFrame('yield', [{ i }, 'x'], i)), i);
    writer.bytes('multiplexed', dockerFrame(1, stdoutFrame('printed\u001b[1m <b>\n')), 21);
    writer.bytes('multiplexed', dockerFrame(2, text('warned')), 22);
    writer.bytes('multiplexed', dockerFrame(1, valueFrame('return', { __proto__x: 1 })), 23);
    writer.outcome({ outcome: 'returned' }, 24);
    const nothing = (): void => undefined;
    this.#session = new TimelineSession(writer.reader(), {
      abilities: { stop: true, export: true, openSource: true, saveValue: true, commands: HOST_COMMANDS, texts: {} },
      recording: 'fuzzed',
      send: (answer) => {
        this.#answers.push(answer);
        this.#onAnswer();
      },
      export: nothing,
      saveValue: nothing,
      saveWhole: nothing,
      openWhole: nothing,
      copy: nothing,
      shell: 'posix',
      openSource: nothing,
      stop: nothing,
      command: nothing,
      report: () => void this.#reports++,
    });
  }

  /** @param accepted the same data, where a view may say it */
  async say(data: unknown, accepted: ViewMessage | undefined): Promise<void> {
    this.#answers = [];
    const before = this.#reports;
    this.#session.receive(data);
    deepStrictEqual(this.#reports - before, accepted ? 0 : 1, 'a message is refused with one word');
    if (accepted?.kind !== 'request') return;
    const { id, request } = accepted;
    const answer = await this.#answerTo(id);
    ok(checkHostMessage(structuredClone(answer)), 'a host says what it may not');
    if (answer.kind === 'reply')
      ok(checkReply(request.type, structuredClone(answer.reply)), 'a reply to something else');
  }

  async #answerTo(id: number): Promise<HostMessage> {
    const isAnswer = (one: HostMessage): boolean => (one.kind === 'reply' || one.kind === 'failure') && one.id === id;
    while (!this.#answers.some(isAnswer)) {
      await new Promise<void>((resolve) => (this.#onAnswer = resolve));
    }
    const [answer, second] = this.#answers.filter(isAnswer);
    ok(answer && !second, 'a request has more than one answer');
    return answer;
  }
}

let shared: FuzzedView | undefined;

function view(): FuzzedView {
  return (shared ??= new FuzzedView());
}
