import { nearestName, type InmateMethod } from '../../../engine/index.ts';
import { nodeAt, nameOfKey, valueOfJsonc, type JsoncWrong } from '../../../wire/json/jsoncValue.ts';
import { parseJsonc, type JsoncFault, type JsoncMember, type JsoncNode } from '../../../wire/json/jsoncTree.ts';
import { l10n } from '../../text/l10n.ts';
import { readCallArguments } from './readCallArguments.ts';

/** A method, as far as a document that calls it has to know. */
export type CalledMethod = Pick<InmateMethod, 'name' | 'parameters'>;

/** What is known of the methods of an inmate. */
export interface KnownMethods {
  readonly methods: readonly CalledMethod[];
  /** Names that may be methods too. */
  readonly unknown: readonly { readonly name: string }[];
  /** Whether there are no others. */
  readonly namesKnown: boolean;
}

/** Something that keeps a document from being run. */
export interface CallProblem extends JsoncWrong {
  /** Whether it is no JSON with comments at all: any editor of JSON tells that too. */
  readonly isSyntax: boolean;
}

/** What a document calls. */
export interface CallText {
  readonly method: string | undefined;
  /** In order, with references to files; `undefined` where there is a problem. */
  readonly args: readonly unknown[] | undefined;
  readonly problems: readonly CallProblem[];
}

/** Characters of a document that are read. */
const MAX_CHARACTERS = 4_000_000;

const METHOD = 'method';
const ARGS = 'args';

/** Reads a document that calls a method: comments, names of arguments, `"@file"`, and everything as its type means it. */
export function readCallText(text: string, known: KnownMethods): CallText {
  if (text.length > MAX_CHARACTERS) {
    return failed({ message: l10n.t('This is too large for a call.'), start: 0, end: 0, isSyntax: false });
  }
  const { root, problems } = parseJsonc(text);
  const [first] = problems;
  const syntax = problems.map(({ fault, start, end }) => ({ message: faultWords(fault), start, end, isSyntax: true }));
  if (first || !root) return { method: methodIn(text, root), args: undefined, problems: syntax };
  return new CallReader(text, known).read(root);
}

/** The parts of a document by which it is found, however far it has been typed. */
export function memberOf(text: string, node: JsoncNode | undefined, name: string): JsoncMember | undefined {
  return node?.kind === 'object' ? node.members.find(({ key }) => nameOfKey(text, key) === name) : undefined;
}

/** The method that a document names. */
export function methodIn(text: string, root: JsoncNode | undefined): string | undefined {
  const value = memberOf(text, root, METHOD)?.value;
  return value?.kind === 'scalar' && text[value.start] === '"' ? nameOfKey(text, value) : undefined;
}

/** The method that a text names, which may be half-typed. */
export function methodOfCall(text: string): string | undefined {
  return text.length > MAX_CHARACTERS ? undefined : methodIn(text, parseJsonc(text).root);
}

/** The part of a document that has the arguments. */
export function argsIn(text: string, root: JsoncNode | undefined): JsoncNode | undefined {
  return memberOf(text, root, ARGS)?.value;
}

class CallReader {
  readonly #text: string;
  readonly #known: KnownMethods;
  readonly #problems: CallProblem[] = [];

  constructor(text: string, known: KnownMethods) {
    this.#text = text;
    this.#known = known;
  }

  read(root: JsoncNode): CallText {
    if (root.kind !== 'object') {
      this.#wrong(l10n.t('A call is an object: {0}.', '{ "method": "name", "args": {} }'), root);
      return { method: undefined, args: undefined, problems: this.#problems };
    }
    const seen = new Set<string>();
    for (const { key } of root.members) {
      const name = nameOfKey(this.#text, key);
      if (name === METHOD || name === ARGS) {
        if (seen.has(name)) {
          this.#wrong(l10n.t('{0} stands here twice: only one of them would count.', JSON.stringify(name)), key);
        }
        seen.add(name);
        continue;
      }
      const near = nearestName(name, [METHOD, ARGS]);
      const meant = near === undefined ? '' : ` ${l10n.t('Did you mean {0}?', JSON.stringify(near))}`;
      this.#wrong(`${l10n.t('A call has "method" and "args", and no {0}.', JSON.stringify(name))}${meant}`, key);
    }
    const method = this.#method(root);
    const args = method && this.#args(root, method);
    return { method: method?.name, args: this.#problems.length === 0 ? args : undefined, problems: this.#problems };
  }

  #method(root: JsoncNode): CalledMethod | undefined {
    const node = memberOf(this.#text, root, METHOD)?.value;
    const name = methodIn(this.#text, root);
    if (name === undefined) {
      this.#wrong(l10n.t('"method" is missing: the name of the method that is called.'), node ?? opening(root));
      return undefined;
    }
    const { methods, unknown, namesKnown } = this.#known;
    const found = methods.find((method) => method.name === name);
    if (found) return found;
    if (!namesKnown || unknown.some((each) => each.name === name)) return { name, parameters: ANYTHING };
    const near = nearestName(
      name,
      methods.map((method) => method.name),
    );
    const meant = near === undefined ? '' : ` ${l10n.t('Did you mean {0}?', JSON.stringify(near))}`;
    this.#wrong(`${l10n.t('There is no method {0}.', JSON.stringify(name))}${meant}`, node ?? opening(root));
    return undefined;
  }

  #args(root: JsoncNode, { parameters }: CalledMethod): readonly unknown[] {
    const node = argsIn(this.#text, root);
    // What is no value at all is none of its type either: that is told once.
    const refused = new Set<number>();
    const wrong = (message: string, at: { readonly start: number; readonly end: number }): void => {
      if (!refused.has(at.start)) this.#wrong(message, at);
    };
    const valueOf = (part: JsoncNode): unknown =>
      valueOfJsonc(this.#text, part, (found) => {
        refused.add(found.start);
        this.#wrong(found.message, found);
      });
    const at = (part: JsoncNode, path: readonly (string | number)[]): JsoncNode => nodeAt(this.#text, part, path);
    const place = node ?? opening(root);
    return readCallArguments({ text: this.#text, node, place, parameters, valueOf, at, wrong });
  }

  #wrong(message: string, { start, end }: { readonly start: number; readonly end: number }): void {
    this.#problems.push({ message, start, end, isSyntax: false });
  }
}

/** The parameters of a method of which nothing is known. */
const ANYTHING: CalledMethod['parameters'] = [
  { name: 'args', type: undefined, optional: true, default: undefined, rest: true },
];

/** What stands for a whole object where something is missing in it. */
function opening({ start }: JsoncNode): { readonly start: number; readonly end: number } {
  return { start, end: start + 1 };
}

function failed(problem: CallProblem): CallText {
  return { method: undefined, args: undefined, problems: [problem] };
}

function faultWords(fault: JsoncFault): string {
  switch (fault) {
    case 'a value is missing':
      return l10n.t('A value is missing here.');
    case 'a name in quotes is missing':
      return l10n.t('A name in double quotes is wanted here.');
    case 'a colon is missing':
      return l10n.t('A colon and a value are missing behind this name.');
    case 'a comma is missing':
      return l10n.t('A comma is missing in front of this.');
    case 'this is not closed':
      return l10n.t('This is not closed.');
    case 'something follows the end':
      return l10n.t('Nothing may follow the end of the call.');
    case 'it is nested too deep':
      return l10n.t('This is nested too deep.');
  }
}
