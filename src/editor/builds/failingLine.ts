/**
 * Finds the line at which a build failed: where the error's own text begins, else the last line that is not empty.
 *
 * @returns line number, from 0
 */
export function failingLine(log: string, detail: string): number {
  const lines = log.split('\n').map((line) => line.trim());
  const [first = ''] = detail.split('\n').map((line) => line.trim());
  const found = first === '' ? -1 : lines.lastIndexOf(first);
  return Math.max(0, found >= 0 ? found : lines.findLastIndex((line) => line !== ''));
}
