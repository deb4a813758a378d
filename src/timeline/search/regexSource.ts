/**
 * What a thread of Node or of a browser runs, as a string, so that bundles need no separate file. It expects
 * `parentPort` and `workerData`. It gets an expression once, then answers batch after batch: whether each text matches,
 * or the ranges of up to `most` matches. Empty matches cannot be marked.
 */
export const REGEX_THREAD = `
const { source, flags } = workerData;
const test = new RegExp(source, flags);
const find = new RegExp(source, flags + 'g');
const rangesIn = (text, most) => {
  const ranges = [];
  for (const match of text.matchAll(find)) {
    if (match[0] !== '') ranges.push(match.index, match.index + match[0].length);
    if (ranges.length >= 2 * most) break;
  }
  return ranges;
};
const answer = ({ texts, most }) => texts.map((text) => (most === 0 ? test.test(text) : rangesIn(text, most)));
parentPort.on('message', (batch) => parentPort.postMessage(answer(batch)));
`;
