/** Names on the way to a place within a value that are shown; those between them are counted. */
const FIRST = 5;
const LAST = 3;
/** Characters of one name. */
const MAX_NAME = 60;

/**
 * Names a place within a value: `result.items[3]`, of a deep one `result[0][0][0][0][0]…(92 more)…[0][0][0]`.
 *
 * @param path names of the containers around it and of itself, outermost first; the first one names the value
 */
export function pathText([root = '', ...members]: readonly (string | number)[]): string {
  const hidden = members.length - FIRST - LAST;
  if (hidden <= 1) return `${root}${members.map(memberText).join('')}`;
  const first = members.slice(0, FIRST).map(memberText).join('');
  return `${root}${first}…(${hidden} more)…${members.slice(-LAST).map(memberText).join('')}`;
}

function memberText(name: string | number): string {
  if (typeof name === 'number') return `[${name}]`;
  return `.${name.length > MAX_NAME ? `${name.slice(0, MAX_NAME)}…` : name}`;
}
