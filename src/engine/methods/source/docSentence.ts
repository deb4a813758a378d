import type { Comment, Node } from '@babel/types';

/** Characters read of a comment, and shown of a sentence: many functions may share one comment. */
const MAX_LOOKED = 20_000;
const MAX_TEXT = 1000;

/** First sentence of the doc comment that stands directly before a statement. */
export function docSentence(node: Node): string | undefined {
  const text = docComment(node);
  if (text === undefined) return undefined;
  const paragraph = (/^[^]*?(?=\n\s*\n|\n\s*@|$)/.exec(text)?.[0] ?? '').replace(/\s+/g, ' ');
  if (paragraph === '' || paragraph.startsWith('@')) return undefined;
  // A full stop before a lower-case letter ends an abbreviation.
  const sentence = /^.*?[.!?](?=\s(?!\p{Ll})|$)/u.exec(paragraph)?.[0] ?? paragraph;
  return sentence.length > MAX_TEXT ? `${sentence.slice(0, MAX_TEXT)}…` : sentence;
}

/** The text of the doc comment that stands directly before a statement. */
export function docComment(node: Node): string | undefined {
  return node.leadingComments
    ?.findLast(isDoc)
    ?.value.slice(1, MAX_LOOKED)
    .split('\n')
    .map((line) => line.replace(/^\s*\*? ?/, '').trimEnd())
    .join('\n')
    .trim();
}

function isDoc(comment: Comment): boolean {
  return comment.type === 'CommentBlock' && comment.value.startsWith('*');
}
