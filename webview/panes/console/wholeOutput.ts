import { MAX_OUTPUT_BYTES, type Output } from '../../../src/protocol/output.ts';
import { OutputDecoder, piecesOf } from './outputText.ts';

/** All output as text: its true bytes, whatever the terminal shows of them. */
export async function readWholeOutput(
  ask: (from: number, to: number) => Promise<Output>,
  total: number,
): Promise<string> {
  const decoder = new OutputDecoder();
  let all = '';
  for (let at = 0; at < total;) {
    const output = await ask(at, Math.min(total, at + MAX_OUTPUT_BYTES));
    if (output.bytes.length === 0) break;
    for (const piece of piecesOf(output)) all += decoder.decode(piece);
    at += output.bytes.length;
  }
  return all + decoder.end();
}
