import type { Copied, CopyReply, ValuePart, ValuePath, ValueRequest } from '../../src/protocol/value/whole.ts';
import { shownOf } from '../../src/protocol/value/cut.ts';
import { viewText } from '../../src/protocol/value/viewText.ts';
import type { Detail } from '../../src/protocol/protocol.ts';
import { hexText } from '../../src/timeline/whole/hexText.ts';
import { readValue } from '../model/value/valueNode.ts';

/** Reads what a row holds. */
export type DetailAt = (row: number) => Promise<Detail>;

const NOT_HERE = 'this file does not hold all of it';

/**
 * Children of a node from a position on: a file has no more of a value than the view has of it.
 *
 * @throws RangeError if the file does not hold them
 */
export async function valuePartOfFile(detailAt: DetailAt, { row, path, from }: ValueRequest): Promise<ValuePart> {
  const value = nodeAt((await detailAt(row)).value, path);
  if (value === undefined || from > 0) throw new RangeError(NOT_HERE);
  return { value };
}

/** What is to be copied, where the file holds all of it. */
export async function copyOfFile(detailAt: DetailAt, what: Copied): Promise<CopyReply> {
  const text = await textOf(detailAt, what);
  return text === undefined ? { kind: 'impossible', why: NOT_HERE } : { kind: 'text', text };
}

async function textOf(detailAt: DetailAt, what: Copied): Promise<string | undefined> {
  if (what.kind === 'raw') {
    const { raw, output, omitted } = await detailAt(what.row);
    // Of output it is the bytes of that which were counted.
    if (omitted > 0 && output === null) return undefined;
    return what.form === 'hex' ? hexText(raw) : textOfBytes(raw);
  }
  if (what.kind !== 'value') return undefined;
  const { output, omitted, value } = await detailAt(what.row);
  if (output) return omitted > 0 ? undefined : textOfBytes(output);
  const node = nodeAt(value, what.path);
  return node === undefined || hasCut(node) ? undefined : viewText(node, 2);
}

/** A node of a value in tagged form; `undefined` where the file has none. */
function nodeAt(value: unknown, path: ValuePath): unknown {
  let node = value;
  for (const step of path) node = readValue(node).children(step, step + 1)[0]?.value;
  return node;
}

function hasCut(json: unknown): boolean {
  if (shownOf(json) !== json) return true;
  return typeof json === 'object' && json !== null && Object.values(json).some((item) => hasCut(item));
}

function textOfBytes(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}
