import type { ExportFormat } from '../src/protocol/protocol.ts';
import type { Timeline } from './timeline.ts';
import type { WholeOptions } from './wholeActions.ts';

/** Has the recording exported; of a stream on which nothing was printed it says so instead. */
export async function exportUnlessEmpty(
  { client, language, send, say }: Pick<WholeOptions, 'client' | 'language' | 'send' | 'say'>,
  timeline: Timeline,
  format: ExportFormat,
): Promise<void> {
  const row = timeline.lastRow;
  if ((format === 'stdout' || format === 'stderr') && row !== undefined) {
    // A host that cannot say so exports, and tells what went wrong.
    const text = await client.ask({ type: 'text', stream: format, row: Math.max(0, row) }).catch(() => undefined);
    if (text?.bytes.length === 0) {
      say(language.text('streamEmpty', format));
      return;
    }
  }
  send({ kind: 'export', format });
}
