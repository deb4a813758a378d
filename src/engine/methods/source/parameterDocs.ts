import type { Node } from '@babel/types';
import { docComment } from './docSentence.ts';

const MAX_TEXT = 300;
const PARAM = /@param\s+(?:\{[^}\n]{0,200}\}\s*)?\[?([\w$]+)[^\s]*\s*(?:-\s*)?([^]*?)(?=\n\s*@|\n\s*\n|$)/g;

/** What the doc comment in front of a statement says of parameters, by their names. */
export function parameterDocs(node: Node): ReadonlyMap<string, string> {
  const docs = new Map<string, string>();
  const text = docComment(node) ?? '';
  // Most have none, and many functions may share one comment.
  if (!text.includes('@param')) return docs;
  for (const [, name = '', said = ''] of text.matchAll(PARAM)) {
    const doc = said.replace(/\s+/g, ' ').trim();
    if (doc !== '') docs.set(name, doc.length > MAX_TEXT ? `${doc.slice(0, MAX_TEXT)}…` : doc);
  }
  return docs;
}
