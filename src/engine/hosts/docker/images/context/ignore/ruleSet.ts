import { UsageError } from '../../../../../errors/errors.ts';
import { GlobStates, type Effort } from './globStates.ts';
import type { GlobToken } from './globTokens.ts';

/** One line of a `.dockerignore`. */
export interface Rule {
  readonly tokens: readonly GlobToken[];
  /** Whether it includes again what earlier lines exclude. */
  readonly isException: boolean;
}

/** Maximum steps to compare one path, a fraction of a second: hand-written rules do not come near it. */
const MAX_STEPS = 5_000_000;

/** A rule, and its states after the path of a folder and its slash. */
interface Position {
  readonly index: number;
  readonly states: readonly number[];
}

/** What all rules say of a folder. */
interface FolderState {
  readonly folder: string;
  /** The last rule that matches it or a folder above it; -1 where none does. */
  readonly decided: number;
  /** The rules that can match something in it. */
  readonly open: readonly Position[];
}

/** The rules of a `.dockerignore`: the last one that matches a path, or a folder above it, decides. */
export class RuleSet {
  readonly #rules: readonly { readonly machine: GlobStates; readonly isException: boolean }[];
  readonly #top: FolderState;
  /** The next path usually lies in the same folder as the last one. */
  #last: FolderState;

  constructor(rules: readonly Rule[]) {
    this.#rules = rules.map(({ tokens, isException }) => ({ machine: new GlobStates(tokens), isException }));
    const open = this.#rules.map(({ machine }, index) => ({ index, states: machine.start() }));
    this.#top = { folder: '', decided: -1, open };
    this.#last = this.#top;
  }

  /** @throws UsageError where matching takes too long */
  ignores(path: string): boolean {
    const effort = boundedEffort(path);
    const slash = path.lastIndexOf('/');
    const folder = slash === -1 ? '' : path.slice(0, slash);
    const state = this.#stateOf(folder, effort);
    const decided = this.#decided(state, Array.from(path.slice(slash + 1)), effort);
    return decided !== -1 && this.#rules[decided]?.isException !== true;
  }

  #stateOf(folder: string, effort: Effort): FolderState {
    if (folder === '') return this.#top;
    if (this.#last.folder === folder) return this.#last;
    const { folder: known } = this.#last;
    const isBelow = known !== '' && folder.startsWith(`${known}/`);
    let state = isBelow ? this.#last : this.#top;
    for (const name of folder.slice(isBelow ? known.length + 1 : 0).split('/'))
      state = this.#enter(state, name, effort);
    return (this.#last = state);
  }

  #enter(state: FolderState, name: string, effort: Effort): FolderState {
    const characters = Array.from(name);
    const open: Position[] = [];
    let { decided } = state;
    for (const { index, states } of state.open) {
      effort.spend(1);
      const rule = this.#rules[index];
      if (!rule) continue;
      const after = rule.machine.after(states, characters, effort);
      if (rule.machine.accepts(after)) decided = Math.max(decided, index);
      const within = rule.machine.after(after, ['/'], effort);
      if (within.length > 0) open.push({ index, states: within });
    }
    return { folder: state.folder === '' ? name : `${state.folder}/${name}`, decided, open };
  }

  #decided({ decided, open }: FolderState, name: readonly string[], effort: Effort): number {
    for (let i = open.length - 1; i >= 0; i--) {
      const position = open[i];
      if (!position || position.index < decided) break;
      effort.spend(1);
      const machine = this.#rules[position.index]?.machine;
      if (machine?.accepts(machine.after(position.states, name, effort)) === true) return position.index;
    }
    return decided;
  }
}

/** @throws UsageError naming the path, when the steps are too many */
export function boundedEffort(path: string): Effort {
  let left = MAX_STEPS;
  return {
    spend: (steps) => {
      left -= steps;
      if (left >= 0) return;
      throw new UsageError(
        `.dockerignore takes too long: comparing its patterns with ${path} has been given up; write fewer wildcards`,
      );
    },
  };
}
