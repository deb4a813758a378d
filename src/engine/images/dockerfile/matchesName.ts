/** One character of a name, or any number of them (`undefined`). */
type Part = ((char: string) => boolean) | undefined;

const PART = /\\([^])|\[(\^?)((?:\\[^]|[^\]\\])+)\]|[^]/gu;

/**
 * Whether a name of a folder's top is one that a pattern of `COPY` means: `*`, `?`, `[a-z]`, `\\` before what means itself.
 * It takes as many steps as the lengths of both multiplied, however many `*` there are: a later one never has to be tried
 * again with more for an earlier one.
 */
export function matchesName(pattern: string, name: string): boolean {
  const parts = Array.from(pattern.matchAll(PART), partOf);
  const chars = Array.from(name);
  let [part, at] = [0, 0];
  let star: { readonly next: number; from: number } | undefined;
  while (at < chars.length) {
    if (part < parts.length && parts[part] === undefined) {
      star = { next: ++part, from: at };
    } else if (parts[part]?.(chars[at] ?? '') === true) {
      part++;
      at++;
    } else if (star) {
      part = star.next;
      at = ++star.from;
    } else {
      return false;
    }
  }
  return parts.slice(part).every((rest) => rest === undefined);
}

function partOf([all, escaped, negated, members]: RegExpExecArray): Part {
  if (escaped !== undefined) return (char) => char === escaped;
  if (members !== undefined) return classOf(members, negated === '^');
  if (all === '*') return undefined;
  return all === '?' ? () => true : (char) => char === all;
}

/** @param members as in `a-z_`: ranges and single characters */
function classOf(members: string, isNegated: boolean): Part {
  const ranges = Array.from(
    members.matchAll(/(\\[^]|[^])(?:-(\\[^]|[^]))?/gu),
    ([, low = '', high = low]): readonly [string, string] => [low.slice(-1), high.slice(-1)],
  );
  return (char) => ranges.some(([low, high]) => char >= low && char <= high) !== isNegated;
}
