import type { Copied, CopyReply, ValuePath, Whole } from '../../src/protocol/value/whole.ts';
import type { Client } from '../feeds/client.ts';
import type { ViewMessage } from '../../src/protocol/protocol.ts';
import type { Language } from '../view.ts';

/** What takes all of something from the recording, of which the page may have a part. */
export interface WholeActions {
  /** Whether the host saves and opens. */
  readonly canSave: boolean;
  copy(what: Copied): void;
  save(what: Whole): void;
  open(what: Whole): void;
  /** Children of a node from a position on. */
  part(row: number, path: ValuePath, from: number): Promise<unknown>;
}

/** A button beside a notice. */
export interface NoticeAction {
  readonly label: string;
  readonly run: () => void;
}

export interface WholeOptions {
  readonly client: Client;
  readonly language: Language;
  /** Whether the host saves and opens, which may be another with each start. */
  readonly canSave: () => boolean;
  readonly send: (message: ViewMessage) => void;
  /** Puts a text into the clipboard, and tells the user. */
  readonly copyText: (text: string) => void;
  readonly say: (words: string, action?: NoticeAction) => void;
}

export function wholeActions({ client, language, canSave, send, copyText, say }: WholeOptions): WholeActions {
  const { text, formats } = language;
  const save = (what: Whole): void => send({ kind: 'saveWhole', what });
  const tell = (what: Copied, reply: CopyReply): void => {
    if (reply.kind === 'copied') say(text('copied'));
    else if (reply.kind === 'text') copyText(reply.text);
    else if (reply.kind === 'impossible') say(text('cannotCopy', reply.why));
    else {
      const words = text('tooLargeToCopy', formats.size(reply.bytes));
      if (!canSave() || what.kind === 'path' || what.kind === 'command') say(words);
      else say(words, { label: text('saveAs'), run: () => save(what) });
    }
  };
  const fail = (error: unknown): void => say(text('failed', error instanceof Error ? error.message : String(error)));
  return {
    get canSave() {
      return canSave();
    },
    copy: (what) => void client.ask({ type: 'copy', what }).then((reply) => tell(what, reply), fail),
    save,
    open: (what) => send({ kind: 'openWhole', what }),
    part: async (row, path, from) => (await client.ask({ type: 'value', row, path, from })).value,
  };
}
