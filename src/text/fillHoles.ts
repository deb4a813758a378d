/** Fills the placeholders `{0}`, `{1}` … of a text; one without a value stays. */
export function fillHoles(text: string, values: readonly (string | number | boolean)[]): string {
  return text.replace(/\{(\d+)\}/g, (hole, index: string) => String(values[Number(index)] ?? hole));
}
