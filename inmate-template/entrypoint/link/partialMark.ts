/** @returns how many bytes at the end of `bytes`, from `start` on, may be the beginning of `mark` (never all of it) */
export function partialMark(bytes: Buffer, mark: Buffer, start: number): number {
  let candidate = Math.max(start, bytes.length - mark.length + 1);
  for (;;) {
    candidate = bytes.indexOf(mark[0] ?? 0, candidate);
    if (candidate < 0) return 0;
    const length = bytes.length - candidate;
    if (bytes.compare(mark, 0, length, candidate) === 0) return length;
    candidate++;
  }
}
