import type { ExportFormat } from '../../src/protocol/protocol.ts';
import type { Timeline } from '../timeline.ts';
import type { WholeOptions } from './wholeActions.ts';

/** Has the recording exported; of a stream on which nothing was printed it says so instead. */
export async function exportUnlessEmpty(
  { client, language, send, say }: Pick<WholeOptions, 'client' | 'language' | 'send' | 'say'>,
  timeline: Timeline,
  format: ExportFormat,
): Promise<void> {
  if ((format === 'stdout' || format === 'stderr') && timeline.complete) {
    // A host that cannot say so exports, and tells what went wrong.
    const size = await client.ask({ type: 'streamSize', stream: format }).catch(() => undefined);
    if (size?.bytes === 0) {
      say(language.text('streamEmpty', format));
      return;
    }
  }
  send({ kind: 'export', format });
}
