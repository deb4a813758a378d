import type { DispatchEvent } from '../../../recording/event.ts';
import type { EventIndex } from '../../../recording/index/eventIndex.ts';
import type { RecordingReader } from '../../../recording/recordingReader.ts';
import type { FileRow } from '../../../protocol/filePage.ts';
import { MAX_PREVIEW } from '../../../protocol/protocol.ts';
import { clip, formatSize } from '../../../text/words.ts';
import { previewBody } from '../../describe/preview.ts';
import { readDetail } from '../../detail/detail.ts';
import { searchTextOf } from '../../search/searchText.ts';
import { cleanDetail } from './cleanDetail.ts';
import type { KeptRows } from './keptRows.ts';
import type { LocalPaths } from './localPaths.ts';

/** The listed rows of a recording as they go into a file, one after the other. */
export async function* fileRows(
  reader: RecordingReader,
  index: EventIndex,
  kept: KeptRows,
  paths: LocalPaths,
  signal: AbortSignal | undefined,
): AsyncGenerator<FileRow, void> {
  for await (const event of reader.events({ signal })) {
    if (event.seq >= kept.listed) return;
    yield kept.has(event.seq) ? await rowOf(event, index, paths) : missing(index.size(event.seq));
  }
}

async function rowOf(event: DispatchEvent, index: EventIndex, paths: LocalPaths): Promise<FileRow> {
  const text = paths.text(searchTextOf(event));
  const preview = clip(paths.text(previewBody(event)), MAX_PREVIEW);
  return { preview, text, detail: cleanDetail(await readDetail(index, event.seq), paths) };
}

function missing(size: number): FileRow {
  return { preview: `${formatSize(size)} that are not in this file`, text: '', detail: null };
}
