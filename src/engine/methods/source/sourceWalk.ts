import type { Node } from '@babel/types';

/** Members of a node that hold no code, or code that is found elsewhere too. */
const PASSED_OVER: ReadonlySet<string> = new Set([
  'loc',
  'extra',
  'leadingComments',
  'innerComments',
  'trailingComments',
  'errors',
]);

/**
 * Visits nodes and all that they hold, in no particular order, without recursion: a source may be nested to any depth.
 *
 * @param visit gets each node and its parent; `false` skips what the node holds
 */
export function walkNodes(
  nodes: readonly Node[],
  visit: (node: Node, parent: Node | undefined) => boolean | void,
): void {
  const waiting: Node[] = nodes.toReversed();
  const parents: (Node | undefined)[] = waiting.map(() => undefined);
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (visit(node, parents.pop()) === false) continue;
    // A source may have a million nodes, so that nothing is allocated for each of them.
    for (const name of Object.keys(node)) {
      const member: unknown = Reflect.get(node, name);
      if (typeof member !== 'object' || member === null || PASSED_OVER.has(name)) continue;
      if (isNode(member)) {
        waiting.push(member);
        parents.push(node);
      } else if (Array.isArray(member)) {
        for (const child of member) {
          if (!isNode(child)) continue;
          waiting.push(child);
          parents.push(node);
        }
      }
    }
  }
}

/** Names of variables that are assigned to anywhere, in any scope. */
export function reassignedNames(nodes: readonly Node[]): ReadonlySet<string> {
  const names = new Set<string>();
  walkNodes(nodes, (node) => {
    if (node.type === 'AssignmentExpression' && node.left.type === 'Identifier') names.add(node.left.name);
  });
  return names;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
