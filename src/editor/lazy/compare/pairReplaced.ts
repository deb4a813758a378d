import type { AlignedLine } from '../../../text/alignLines.ts';

/**
 * Pairs lines that exist on one side only if one replaced the other: both are between the same neighbours and of the
 * same lane. Lines keep their order on each side.
 *
 * @param laneOf tells which lines may be paired
 */
export function pairReplaced(lines: readonly AlignedLine[], laneOf: (line: string) => string): readonly AlignedLine[] {
  const paired: AlignedLine[] = [];
  let left: string[] = [];
  let right: string[] = [];
  const flush = (): void => {
    for (const line of pairRun(left, right, laneOf)) paired.push(line);
    left = [];
    right = [];
  };
  for (const line of lines) {
    if (line.left !== undefined && line.left === line.right) {
      flush();
      paired.push(line);
    } else {
      if (line.left !== undefined) left.push(line.left);
      if (line.right !== undefined) right.push(line.right);
    }
  }
  flush();
  return paired;
}

function pairRun(
  left: readonly string[],
  right: readonly string[],
  laneOf: (line: string) => string,
): readonly AlignedLine[] {
  const paired: AlignedLine[] = [];
  const lanes = right.map(laneOf);
  let next = 0;
  for (const line of left) {
    const partner = lanes.indexOf(laneOf(line), next);
    // Lines before the partner stay unpaired: pairing them with a later left line would change the order.
    while (next < partner) paired.push({ left: undefined, right: right[next++] });
    paired.push({ left: line, right: partner < 0 ? undefined : right[next++] });
  }
  return [...paired, ...right.slice(next).map((line) => ({ left: undefined, right: line }))];
}
