import type { EventIndex } from '../../recording/index/eventIndex.ts';
import type { RecordingReader } from '../../recording/recordingReader.ts';
import { readPreview } from '../describe/preview.ts';
import { readDetail, readValuePart } from '../detail/detail.ts';
import { createMatcher } from '../search/regexThread.ts';
import { searchTextOf } from '../search/searchText.ts';
import type { RowSource, TextBatch } from './rowSource.ts';

/** The rows of a recording. */
export function recordedRows(reader: RecordingReader, index: EventIndex): RowSource {
  return {
    columns: index,
    previews: async (rows) => readPreviews(index, rows),
    detail: async (row) => readDetail(index, row),
    valuePart: async (request) => readValuePart(index, request),
    output: index,
    texts: (signal) => textBatches(reader, signal),
    matcher: createMatcher,
  };
}

async function readPreviews(index: EventIndex, rows: Uint32Array): Promise<readonly string[]> {
  const previews: string[] = [];
  const reader = index.reader();
  try {
    for (const row of rows) previews.push(await readPreview(reader, row, index.type(row), index.size(row)));
  } finally {
    reader.close();
  }
  return previews;
}

async function* textBatches(reader: RecordingReader, signal: AbortSignal): AsyncGenerator<TextBatch, void> {
  for await (const { events, end } of reader.eventBatches({ follow: true, signal })) {
    yield { texts: events.map((event) => ({ row: event.seq, text: searchTextOf(event) })), end };
  }
}
