import { isRecord } from '../../text/isRecord.ts';
import { checkChoices, type ArgumentChoices } from './argumentChoice.ts';

/** The store for remembered arguments; `vscode.Memento` is one. */
export interface Memory {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

/** Names a method of an inmate. */
export interface MethodRef {
  /** Absolute path of the inmate's folder. */
  readonly inmateDir: string;
  readonly method: string;
}

/** A call that can be repeated. */
export interface Call extends MethodRef {
  readonly choices: ArgumentChoices;
}

const MAX_RECENT = 10;
/** Characters: a call with longer arguments is not remembered. */
const MAX_TEXT = 100_000;
const LAST = 'last';

/** The arguments of earlier calls, kept in the workspace. Checked when read: an older version may have written them. */
export class RememberedArguments {
  readonly #memory: Memory;

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  /** The last call of this workspace. */
  get last(): Call | undefined {
    const stored = this.#memory.get(LAST);
    if (!isRecord(stored)) return undefined;
    const { inmateDir, method } = stored;
    const choices = checkChoices(stored['choices']);
    if (typeof inmateDir !== 'string' || typeof method !== 'string' || !choices) return undefined;
    return { inmateDir, method, choices };
  }

  /** Newest first. */
  recent(ref: MethodRef): readonly ArgumentChoices[] {
    const stored = this.#memory.get(keyOf(ref));
    return Array.isArray(stored) ? stored.map(checkChoices).filter((choices) => choices !== undefined) : [];
  }

  async remember(call: Call): Promise<void> {
    const { inmateDir, method, choices } = call;
    const text = JSON.stringify(choices);
    if (text.length > MAX_TEXT) return;
    const others = this.recent(call).filter((known) => JSON.stringify(known) !== text);
    await this.#memory.update(keyOf(call), [choices, ...others].slice(0, MAX_RECENT));
    await this.#memory.update(LAST, { inmateDir, method, choices });
  }
}

function keyOf({ inmateDir, method }: MethodRef): string {
  return `calls:${JSON.stringify([inmateDir, method])}`;
}
