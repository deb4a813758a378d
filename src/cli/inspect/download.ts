import type { ServerResponse } from 'node:http';
import type { RecordingReader } from '../../recording/recordingReader.ts';
import { EXPORT_FORMATS, type ExportFormat } from '../../protocol/protocol.ts';
import { exportRecording } from '../../timeline/export/exportRecording.ts';
import { exportName, valueFile } from '../../timeline/export/savedFile.ts';

/** What a page can download: the whole recording in another form, or the value of a row. */
export type Download =
  { readonly kind: 'export'; readonly format: ExportFormat } | { readonly kind: 'value'; readonly row: number };

/** @param path `export/FORMAT` or `value/ROW` */
export function readDownload(path: string): Download | undefined {
  const [kind, what = '', ...rest] = path.split('/');
  if (rest.length > 0) return undefined;
  const format = EXPORT_FORMATS.find((one) => one === what);
  if (kind === 'export' && format) return { kind, format };
  return kind === 'value' && /^\d{1,10}$/.test(what) ? { kind, row: Number(what) } : undefined;
}

/**
 * Sends a file to be saved, never to be shown: its content is not trusted.
 *
 * @param name what the file is called, without its ending
 * @throws RangeError where there is no such row
 * @throws RecordingError where the recording cannot be read
 */
export async function sendDownload(
  response: ServerResponse,
  reader: RecordingReader,
  download: Download,
  name: string,
): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort(new Error('the browser no longer waits for the file')));
  if (download.kind === 'export') {
    const { format } = download;
    beginFile(response, exportName(name, format));
    await exportRecording(reader, format, async (bytes) => writeTo(response, bytes, gone.signal), gone.signal);
    response.end();
    return;
  }
  const index = reader.index();
  await index.extend({ signal: gone.signal });
  const event = await index.frameAt(download.row);
  const file = valueFile(name, event);
  beginFile(response, file.name);
  response.end(file.bytes);
}

function beginFile(response: ServerResponse, name: string): void {
  const plain = name.replaceAll(/[^\w.-]/g, '_');
  response.setHeader('Content-Type', 'application/octet-stream');
  response.setHeader('Content-Disposition', `attachment; filename="${plain}"`);
  response.writeHead(200);
}

/** Resolves when there is room for more. */
async function writeTo(response: ServerResponse, bytes: Uint8Array, gone: AbortSignal): Promise<void> {
  if (response.write(bytes)) return;
  await new Promise<void>((resolve, reject) => {
    const settle = (): void => {
      response.off('drain', settle);
      gone.removeEventListener('abort', settle);
      if (gone.aborted) reject(gone.reason);
      else resolve();
    };
    response.once('drain', settle);
    gone.addEventListener('abort', settle);
  });
}
