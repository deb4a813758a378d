import { callNdjsonLine, toNdjsonLine, truncatedNdjsonLine } from '../../recording/ndjson.ts';
import type { RecordingReader } from '../../recording/recordingReader.ts';
import { textEvents } from './textEvents.ts';
import { escapeJson } from '../../text/escape.ts';
import type { ExportFormat } from '../../protocol/protocol.ts';
import { ByteWriter, type WriteBytes } from './byteWriter.ts';
import { writeChromeTrace } from './chromeTrace.ts';
import { writeHtmlPage } from './page/htmlPage.ts';

export type { WriteBytes } from './byteWriter.ts';

/** Writes all that a recording holds so far, with bounded memory. */
export type Exporter = (reader: RecordingReader, writer: ByteWriter, signal: AbortSignal | undefined) => Promise<void>;

const EXPORTERS: Readonly<Record<ExportFormat, Exporter>> = {
  ndjson: writeNdjson,
  'chrome-trace': writeChromeTrace,
  stdout: async (reader, writer, signal) => writeOutput(reader, 'stdout', writer, signal),
  stderr: async (reader, writer, signal) => writeOutput(reader, 'stderr', writer, signal),
  html: writeHtmlPage,
};

/** File name extension of each format, without a dot. */
export const EXPORT_ENDINGS: Readonly<Record<ExportFormat, string>> = {
  ndjson: 'ndjson',
  'chrome-trace': 'trace.json',
  stdout: 'stdout.txt',
  stderr: 'stderr.txt',
  html: 'html',
};

/**
 * Writes a recording in another form: NDJSON as `hoosegow show --json`, a Chrome trace for Perfetto, the bytes of
 * stdout or stderr as they were printed, or the timeline as one HTML page.
 *
 * @param write called with one batch after another
 * @throws RecordingError if the recording cannot be read, the signal's reason, and what `write` throws
 */
export async function exportRecording(
  reader: RecordingReader,
  format: ExportFormat,
  write: WriteBytes,
  signal?: AbortSignal,
): Promise<void> {
  const writer = new ByteWriter(write);
  await EXPORTERS[format](reader, writer, signal);
  await writer.flush();
}

async function writeNdjson(
  reader: RecordingReader,
  writer: ByteWriter,
  signal: AbortSignal | undefined,
): Promise<void> {
  await writer.text(`${escapeJson(callNdjsonLine(reader.meta))}\n`);
  for await (const event of textEvents(reader, signal)) await writer.text(`${escapeJson(toNdjsonLine(event))}\n`);
  if (reader.truncated) await writer.text(`${truncatedNdjsonLine()}\n`);
}

async function writeOutput(
  reader: RecordingReader,
  stream: 'stdout' | 'stderr',
  writer: ByteWriter,
  signal: AbortSignal | undefined,
): Promise<void> {
  for await (const event of reader.events({ signal, types: new Set([stream] as const) })) {
    if (event.type === 'stdout' || event.type === 'stderr') await writer.bytes(event.value);
  }
}
