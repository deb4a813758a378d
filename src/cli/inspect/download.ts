import type { ServerResponse } from 'node:http';
import type { RecordingReader } from '../../recording/recordingReader.ts';
import { EXPORT_FORMATS, type ExportFormat } from '../../protocol/protocol.ts';
import { checkWhole } from '../../protocol/value/checkWhole.ts';
import type { Whole } from '../../protocol/value/whole.ts';
import type { EventIndex } from '../../recording/index/eventIndex.ts';
import { exportRecording } from '../../timeline/export/exportRecording.ts';
import { exportName, valueFile } from '../../timeline/export/savedFile.ts';
import { readWhole } from '../../timeline/whole/readWhole.ts';
import { TooLargeError, type WholeFile } from '../../timeline/whole/wholeFile.ts';

/** What a page can download or open in a tab: the recording in another form, or all of a value or a stream. */
export type Download =
  | { readonly kind: 'export'; readonly format: ExportFormat }
  | { readonly kind: 'value'; readonly row: number }
  | { readonly kind: 'save' | 'open'; readonly what: Whole };

/** @param path `export/FORMAT`, `value/ROW`, or `save/WHAT` and `open/WHAT` with JSON that says what */
export function readDownload(path: string): Download | undefined {
  const [kind, what = '', ...rest] = path.split('/');
  if (rest.length > 0) return undefined;
  const format = EXPORT_FORMATS.find((one) => one === what);
  if (kind === 'export' && format) return { kind, format };
  if (kind === 'save' || kind === 'open') {
    const whole = readJson(what);
    return whole && { kind, what: whole };
  }
  return kind === 'value' && /^\d{1,10}$/.test(what) ? { kind, row: Number(what) } : undefined;
}

function readJson(encoded: string): Whole | undefined {
  try {
    return checkWhole(JSON.parse(decodeURIComponent(encoded)));
  } catch {
    return undefined;
  }
}

/**
 * Sends a file to be saved, or to be read as plain text in a tab without rights: its content is not trusted.
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
  if (download.kind !== 'value') {
    await sendWhole(response, await wholeOf(index, download), name, download.kind, gone.signal);
    return;
  }
  const event = await index.frameAt(download.row);
  const file = valueFile(name, event);
  beginFile(response, file.name);
  response.end(file.bytes);
}

type WholeDownload = Extract<Download, { readonly what: Whole }>;

/** @returns why it cannot be shown, if it is too large for that */
async function wholeOf(index: EventIndex, { kind, what }: WholeDownload): Promise<WholeFile | string> {
  try {
    return await readWhole(index, what, kind);
  } catch (error) {
    if (error instanceof TooLargeError) return error.message;
    throw error;
  }
}

async function sendWhole(
  response: ServerResponse,
  file: WholeFile | string,
  name: string,
  kind: WholeDownload['kind'],
  gone: AbortSignal,
): Promise<void> {
  if (typeof file === 'string') {
    beginText(response, 413);
    response.end(file);
    return;
  }
  if (kind === 'save') beginFile(response, `${name}-${file.suffix}`);
  else beginText(response, 200);
  for await (const piece of file.pieces()) await writeTo(response, piece, gone);
  response.end();
}

/** Begins a text that is shown as it is: no type but plain text, no script, no right to anything. */
function beginText(response: ServerResponse, status: number): void {
  response.setHeader('Content-Type', 'text/plain; charset=utf-8');
  response.setHeader('Content-Disposition', 'inline');
  response.setHeader('Content-Security-Policy', `sandbox; default-src 'none'; frame-ancestors 'none'`);
  response.writeHead(status);
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
