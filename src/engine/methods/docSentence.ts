import type { Comment, Node } from '@babel/types';

/** First sentence of the doc comment that stands directly before a statement. */
export function docSentence(node: Node): string | undefined {
  const comment = node.leadingComments?.findLast(isDoc);
  if (!comment) return undefined;
  const text = comment.value
    .slice(1)
    .split('\n')
    .map((line) => line.replace(/^\s*\*? ?/, '').trimEnd())
    .join('\n')
    .trim();
  const paragraph = (/^[^]*?(?=\n\s*\n|\n\s*@|$)/.exec(text)?.[0] ?? '').replace(/\s+/g, ' ');
  if (paragraph === '' || paragraph.startsWith('@')) return undefined;
  // A point before a small letter ends an abbreviation.
  return /^.*?[.!?](?=\s(?!\p{Ll})|$)/u.exec(paragraph)?.[0] ?? paragraph;
}

function isDoc(comment: Comment): boolean {
  return comment.type === 'CommentBlock' && comment.value.startsWith('*');
}
