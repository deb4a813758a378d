import { encode } from '@msgpack/msgpack';
import { createHash, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { EventIndex } from '../../../recording/index/eventIndex.ts';
import type { RecordingReader } from '../../../recording/recordingReader.ts';
import { BLOCK_ROWS, type FileHead, type FileRow } from '../../../protocol/filePage.ts';
import type { Extent } from '../../../protocol/protocol.ts';
import { EVENT_TYPES } from '../../../protocol/lane.ts';
import { escapeText } from '../../../text/escape.ts';
import { headerOf } from '../../describe/header.ts';
import { DispatchProgress } from '../../dispatchProgress.ts';
import { strictPolicy } from '../../page.ts';
import { ResultSource } from '../../result/result.ts';
import { numbersToBytes } from '../../rows/littleEndian.ts';
import { escapeHtml } from '../escapeHtml.ts';
import type { ByteWriter } from '../byteWriter.ts';
import { KeptRows } from './keptRows.ts';
import { LocalPaths } from './localPaths.ts';
import { cleanHeader } from './cleanDetail.ts';
import { cleanResult } from './cleanResult.ts';
import { FileOutput } from './fileOutput.ts';
import { fileRows } from './fileRows.ts';
import { readPageAssets, type PageAssets } from './pageAssets.ts';

const zip = promisify(gzip);

/**
 * Writes the timeline as one file: the same page, with what the recording holds in it. It asks for nothing from
 * anywhere, tells no place of this machine, and runs only its own scripts, which its policy names by their hashes. What
 * the inmate wrote is in it as base64: no browser takes that for markup.
 */
export async function writeHtmlPage(
  reader: RecordingReader,
  writer: ByteWriter,
  signal: AbortSignal | undefined,
): Promise<void> {
  const index = reader.index();
  await index.extend(signal ? { signal } : {});
  const progress = new DispatchProgress(index, false);
  await progress.update();
  const paths = new LocalPaths(reader.meta.inmateDir);
  const kept = new KeptRows(index);
  const header = cleanHeader(headerOf(reader.meta, progress.state, progress.sharedWith), paths, kept.note);
  const assets = await readPageAssets();
  await writer.text(headOf(header.title, header.outcome, kept.note, assets));
  await writePart(writer, '0', {
    header,
    result: cleanResult(await new ResultSource(index, reader.meta).read(progress), paths),
    extent: extentOf(index, progress, kept.listed),
    ...columnsOf(index, kept.listed),
  });
  let block: FileRow[] = [];
  let part = 1;
  const output = new FileOutput(index, kept.listed);
  for await (const row of fileRows(reader, index, kept, paths, signal)) {
    output.add(row);
    block.push(row);
    if (block.length < BLOCK_ROWS) continue;
    await writePart(writer, String(part++), { rows: block });
    block = [];
  }
  if (block.length > 0) await writePart(writer, String(part), { rows: block });
  output.end();
  await writePart(writer, 'printed', numbersToBytes(output.printed));
  await writePart(writer, 'missing', numbersToBytes(output.missing));
  await writeZipped(writer, 'terminal', assets.terminal);
  await writer.text(`${assets.scripts.map((script) => `<script>${script}</script>\n`).join('')}</body>\n</html>\n`);
}

async function writePart(writer: ByteWriter, part: string, content: object): Promise<void> {
  await writeZipped(writer, part, encode(content));
}

async function writeZipped(writer: ByteWriter, part: string, content: string | Uint8Array): Promise<void> {
  const zipped = await zip(content);
  await writer.text(`<script type="text/plain" id="hoosegow-${part}">${zipped.toString('base64')}</script>\n`);
}

function headOf(title: string, outcome: string, note: string, { style, scripts, terminal }: PageAssets): string {
  const nonce = randomBytes(18).toString('base64');
  const policy = strictPolicy([
    `script-src ${[...scripts, terminal].map(hashOf).join(' ')}`,
    // The nonce is for the frame in which the HTML of a result is shown: what it looks like is not known before.
    `style-src ${hashOf(style)} 'nonce-${nonce}'`,
    'font-src data:',
    'img-src data:',
    // A regular expression runs in a thread, which can be ended.
    'worker-src blob:',
  ]);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${html(title)}</title>
<style id="vscode-codicon-stylesheet" nonce="${nonce}">${style}</style>
</head>
<body>
<noscript><h1>${html(title)}</h1><p>${html(outcome)}</p></noscript>
${note === '' ? '' : `<p class="file-note">${html(note)}</p>\n`}`;
}

function extentOf(index: EventIndex, progress: DispatchProgress, rows: number): Extent {
  const end = (clock: 'arrival' | 'inmate'): number =>
    index.pages.reduce((max, page) => Math.max(max, page[clock].max), 0);
  const { call } = progress;
  return {
    rows,
    shown: rows,
    end: end('arrival'),
    inmateEnd: end('inmate'),
    spans: progress.spans,
    call: call && { ...call, housekeeping: call.housekeeping.filter(({ to }) => to <= rows) },
    now: null,
    complete: true,
    live: false,
  };
}

function columnsOf(index: EventIndex, rows: number): Omit<FileHead, 'header' | 'extent' | 'result'> {
  const each = (value: (row: number) => number): Float64Array =>
    Float64Array.from({ length: rows }, (_, row) => value(row));
  return {
    types: Uint8Array.from({ length: rows }, (_, row) => EVENT_TYPES.indexOf(index.type(row))),
    t: numbersToBytes(each((row) => index.t(row))),
    at: numbersToBytes(each((row) => index.at(row) ?? NaN)),
    sizes: numbersToBytes(Uint32Array.from({ length: rows }, (_, row) => index.size(row))),
  };
}

function hashOf(content: string): string {
  return `'sha256-${createHash('sha256').update(content).digest('base64')}'`;
}

function html(text: string): string {
  return escapeHtml(escapeText(text));
}
