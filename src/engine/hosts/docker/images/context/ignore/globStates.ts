import type { GlobToken } from './globTokens.ts';

/** Counts the steps of matching, and ends it where they are too many. */
export interface Effort {
  spend(steps: number): void;
}

/**
 * A pattern as a state machine that takes one character at a time, in at most as many steps as the pattern has tokens.
 * It never backtracks, so that no pattern takes longer than its length times that of a path.
 */
export class GlobStates {
  readonly #tokens: readonly GlobToken[];
  /** Round in which a state was last added. */
  readonly #seen: Uint32Array;
  #round = 0;

  constructor(tokens: readonly GlobToken[]) {
    this.#tokens = tokens;
    this.#seen = new Uint32Array(tokens.length + 1);
  }

  /** The states before the first character. */
  start(): readonly number[] {
    const states: number[] = [];
    this.#next();
    this.#add(states, 0);
    return states;
  }

  /** @returns the states after `text`; empty where nothing that begins like this can match */
  after(states: readonly number[], text: readonly string[], effort: Effort): readonly number[] {
    let current = states;
    for (const character of text) {
      if (current.length === 0) return current;
      effort.spend(current.length);
      current = this.#step(current, character);
    }
    return current;
  }

  /** Whether these states mean a match. */
  accepts(states: readonly number[]): boolean {
    // The final state is the greatest, but need not be the last one added.
    return states.includes(this.#tokens.length);
  }

  #step(states: readonly number[], character: string): readonly number[] {
    const found: number[] = [];
    this.#next();
    for (const state of states) {
      const token = this.#tokens[state];
      if (token === undefined) continue;
      if (token.kind === 'literal') {
        if (token.character === character) this.#add(found, state + 1);
      } else if (token.kind === 'one') {
        if (token.takes(character)) this.#add(found, state + 1);
      } else if (token.kind === 'many') {
        if (token.slash || character !== '/') this.#add(found, state);
      } else if (token.kind === 'folders') {
        this.#add(found, state);
        if (character === '/') this.#add(found, state + 1);
      }
    }
    return found;
  }

  /** Adds a state, and those that can be reached from it without a character. */
  #add(states: number[], from: number): void {
    for (let state = from; this.#seen[state] !== this.#round; state++) {
      this.#seen[state] = this.#round;
      states.push(state);
      const kind = this.#tokens[state]?.kind;
      if (kind === 'maybe') this.#add(states, state + 2);
      else if (kind !== 'many') return;
    }
  }

  #next(): void {
    this.#round = (this.#round + 1) >>> 0;
    if (this.#round !== 0) return;
    this.#seen.fill(0);
    this.#round = 1;
  }
}
