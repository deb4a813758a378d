/** Puts values into the holes of a text: `{0}`, `{1}` …; a hole that nothing is for stays. */
export function fillHoles(text: string, values: readonly (string | number | boolean)[]): string {
  return text.replace(/\{(\d+)\}/g, (hole, index: string) => String(values[Number(index)] ?? hole));
}
