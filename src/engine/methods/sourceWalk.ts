import type { Node } from '@babel/types';

/** Members of a node that hold no code, or what stands elsewhere too. */
const PASSED_OVER: ReadonlySet<string> = new Set([
  'loc',
  'extra',
  'leadingComments',
  'innerComments',
  'trailingComments',
  'errors',
]);

/**
 * Goes through nodes and all that they hold, in no order that counts, without recursion: a source may nest as deep as it
 * likes.
 *
 * @param visit is told of each node and of the one that holds it; `false` passes over what the node holds
 */
export function walkNodes(
  nodes: readonly Node[],
  visit: (node: Node, parent: Node | undefined) => boolean | void,
): void {
  const waiting: { readonly node: Node; readonly parent: Node | undefined }[] = [];
  for (const node of nodes) waiting.push({ node, parent: undefined });
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { node, parent } = next;
    if (visit(node, parent) === false) continue;
    for (const [name, member] of Object.entries<unknown>({ ...node })) {
      if (PASSED_OVER.has(name)) continue;
      for (const child of Array.isArray(member) ? member : [member]) {
        if (isNode(child)) waiting.push({ node: child, parent: node });
      }
    }
  }
}

/** Names of variables that are assigned to anywhere; of whatever scope they are. */
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
