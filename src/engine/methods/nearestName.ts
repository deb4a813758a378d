/** Names longer than this are not compared. */
const MAX_LENGTH = 80;

/** The name that a misspelt one most likely means; `undefined` where none is near. */
export function nearestName(name: string, names: Iterable<string>): string | undefined {
  if (name.length > MAX_LENGTH) return undefined;
  const most = Math.max(1, Math.floor(name.length / 3));
  let best: { readonly name: string; readonly distance: number } | undefined;
  for (const other of names) {
    if (Math.abs(other.length - name.length) > most || other.length > MAX_LENGTH) continue;
    const distance = other.toLowerCase() === name.toLowerCase() ? 0 : slipsBetween(name, other);
    if (distance <= most && distance < (best?.distance ?? Infinity)) best = { name: other, distance };
  }
  return best?.name;
}

/** How many characters to insert, delete or change, or neighbours to swap (Damerau–Levenshtein distance). */
function slipsBetween(a: string, b: string): number {
  let before: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = at(last, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(Math.min(change, at(last, j) + 1, at(row, j - 1) + 1, isSwapped ? at(before, j - 2) + 1 : Infinity));
    }
    before = last;
    last = row;
  }
  return at(last, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Infinity;
}
