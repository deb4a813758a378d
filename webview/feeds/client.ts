import { checkHostMessage, checkReply } from '../../src/protocol/checkMessage.ts';
import type { HeardMessage, ViewMessage, ViewReplies, ViewRequest } from '../../src/protocol/protocol.ts';

/** Milliseconds after which a request counts as lost: no host takes that long. */
const TIMEOUT = 60_000;

const NO_CONNECTION = 'the connection was lost';

interface Pending {
  readonly type: ViewRequest['type'];
  readonly resolve: (reply: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly timer: ReturnType<typeof setTimeout>;
}

/** Messages of a host that are not answers. */
export type Announcement = Exclude<HeardMessage, { kind: 'reply' | 'failure' }>;

/** The host refused, was lost, or sent an invalid answer. */
export class RequestError extends Error {
  override name = 'RequestError';
}

/** The request was about a recording that is no longer shown. */
export class OutdatedError extends RequestError {
  override name = 'OutdatedError';
}

/**
 * Asks a host, one reply to each request. Every promise settles: when the connection is lost or the host stays silent,
 * with a `RequestError`.
 */
export class Client {
  readonly #send: (message: ViewMessage) => void;
  readonly #announce: (message: Announcement) => void;
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;
  #isConnected = true;

  constructor(send: (message: ViewMessage) => void, announce: (message: Announcement) => void) {
    this.#send = send;
    this.#announce = announce;
  }

  /** @throws RequestError */
  ask<R extends ViewRequest>(request: R): Promise<ViewReplies[R['type']]> {
    // It would be lost: a host does not receive later what was sent without a connection.
    if (!this.#isConnected) return Promise.reject(new RequestError(NO_CONNECTION));
    const id = ++this.#lastId;
    const type: R['type'] = request.type;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#settle(id)?.reject(new RequestError('the host does not answer')), TIMEOUT);
      const accept = (data: unknown) => {
        const reply = checkReply(type, data);
        if (reply) resolve(reply);
        else reject(new RequestError('the host gave no answer to this question'));
      };
      this.#pending.set(id, { type, resolve: accept, reject, timer });
      this.#send({ kind: 'request', id, request });
    });
  }

  /** Takes untrusted data. Drops invalid messages. */
  receive(data: unknown): void {
    const message = checkHostMessage(data);
    if (!message) return;
    if (message.kind === 'reply') this.#settle(message.id)?.resolve(message.reply);
    else if (message.kind === 'failure') this.#settle(message.id)?.reject(new RequestError(message.message));
    else this.#announce(message);
  }

  /** Rejects all pending requests: another recording is shown. */
  forget(): void {
    for (const id of this.#pending.keys()) this.#settle(id)?.reject(new OutdatedError('another recording is shown'));
  }

  /** Rejects all pending requests, and every request until `reconnect`. */
  disconnect(): void {
    this.#isConnected = false;
    for (const id of this.#pending.keys()) this.#settle(id)?.reject(new RequestError(NO_CONNECTION));
  }

  /** Allows requests again. */
  reconnect(): void {
    this.#isConnected = true;
  }

  #settle(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    clearTimeout(pending?.timer);
    return pending;
  }
}
