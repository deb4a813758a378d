/** A part of a text, which does not end between the halves of a surrogate pair. */
export function textPart(text: string, from: number, most: number): string {
  const end = from + Math.max(0, most);
  if (end >= text.length) return text.slice(from);
  return text.slice(from, /[\uD800-\uDBFF]/.test(text.charAt(end - 1)) ? end - 1 : end);
}
