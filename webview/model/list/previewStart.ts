/** Where a line begins so that its first match is in the middle, if it would be out of sight else. */
export function previewStart(text: string, [from = 0, to = 0]: readonly number[], room: number): number {
  if (to <= room - 2) return 0;
  const start = Math.max(0, from - Math.max(4, Math.floor((room - (to - from)) / 2)));
  const code = text.charCodeAt(start);
  return code >= 0xdc00 && code <= 0xdfff ? start + 1 : start;
}
