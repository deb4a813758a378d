import type { EventIndex } from '../../recording/index/eventIndex.ts';
import type { RecordingReader } from '../../recording/recordingReader.ts';
import type { Copied, CopyReply } from '../../protocol/value/whole.ts';
import type { Shell } from '../../text/shell/shell.ts';
import type { TimelineHost } from '../timelineHost.ts';
import { placeIn, valueOf } from '../detail/valuePlace.ts';
import { commandLine, NoCommandError } from './commandLine.ts';
import { readWhole } from './readWhole.ts';
import { textOf, TooLargeError } from './wholeFile.ts';

/**
 * Reads what is to be copied from the recording, and hands it to a clipboard or, where the host has none, to the view.
 *
 * @throws RangeError if there is no such row or node, or no JSON can be as large
 * @throws RecordingError if the recording can no longer be read, and what the host throws
 */
export async function copyWhole(
  { meta }: RecordingReader,
  index: EventIndex,
  what: Copied,
  { copy: put, shell }: Pick<TimelineHost, 'copy' | 'shell'>,
): Promise<CopyReply> {
  try {
    const text = await textToCopy(meta, index, what, shell);
    if (!put) return { kind: 'text', text };
    await put(text);
    return { kind: 'copied' };
  } catch (error) {
    if (error instanceof TooLargeError) return { kind: 'too large', bytes: error.bytes };
    if (error instanceof NoCommandError) return { kind: 'impossible', why: error.message };
    throw error;
  }
}

async function textToCopy(
  meta: RecordingReader['meta'],
  index: EventIndex,
  what: Copied,
  shell: Shell,
): Promise<string> {
  if (what.kind === 'command') return commandLine(meta, shell);
  if (what.kind !== 'path') return textOf(await readWhole(index, what, 'copy'));
  const event = await index.frameAt(what.row);
  const { access } = placeIn(valueOf(event), what.path);
  return `value${access}`;
}
