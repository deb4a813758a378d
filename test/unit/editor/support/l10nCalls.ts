import { parse } from '@babel/parser';
import type { Node } from '@babel/types';
import type { SourceFile } from './sources.ts';

/** What the calls of `l10n.t` in a file say. */
export interface L10nCalls {
  readonly messages: readonly string[];
  /** Calls whose message is not a literal, or whose arguments do not fit its holes. */
  readonly wrong: readonly string[];
}

/** Finds the calls of `l10n.t` by parsing the source. */
export function l10nCalls({ path, text }: SourceFile): L10nCalls {
  const messages: string[] = [];
  const wrong: string[] = [];
  visit(parse(text, { sourceType: 'module', plugins: ['typescript'] }).program, (node) => {
    if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return;
    const { object, property } = node.callee;
    if (object.type !== 'Identifier' || object.name !== 'l10n' || property.type !== 'Identifier') return;
    const [message, ...args] = node.arguments;
    const at = `${path}:${node.loc?.start.line}`;
    if (property.name !== 't') return;
    if (message?.type !== 'StringLiteral') {
      wrong.push(`${at}: the message is not a literal`);
      return;
    }
    const holes = new Set(Array.from(message.value.matchAll(/\{(\d+)\}/g), ([, number]) => Number(number)));
    if (holes.size !== args.length || [...holes].some((hole) => hole >= args.length)) {
      wrong.push(`${at}: ${args.length} arguments for ${JSON.stringify(message.value)}`);
    }
    messages.push(message.value);
  });
  return { messages, wrong };
}

function visit(node: Node, see: (node: Node) => void): void {
  see(node);
  for (const value of Object.values(node) as unknown[]) {
    for (const child of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (typeof child === 'object' && child !== null && 'type' in child && typeof child.type === 'string') {
        visit(child as Node, see);
      }
    }
  }
}
