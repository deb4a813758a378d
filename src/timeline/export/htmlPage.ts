import { cutTail } from '../../recording/cutTail.ts';
import type { DispatchEvent } from '../../recording/event.ts';
import type { RecordingReader } from '../../recording/recordingReader.ts';
import { escapeText } from '../../text/escape.ts';
import { frameNumber } from '../../text/frameNumber.ts';
import type { Header } from '../../protocol/protocol.ts';
import { viewText } from '../../protocol/value/viewText.ts';
import { clip, formatSize, plural, shorten } from '../../text/words.ts';
import { boundValue } from '../detail/boundedValue.ts';
import { describeOutcome, describeRaise } from '../describe/describeOutcome.ts';
import { DispatchProgress } from '../dispatchProgress.ts';
import { headerOf } from '../describe/header.ts';
import { previewBody } from '../describe/preview.ts';
import { escapeHtml } from './escapeHtml.ts';
import type { ByteWriter } from './byteWriter.ts';
import { textEvents } from './textEvents.ts';
import { POLICY, STYLE } from './htmlStyle.ts';

/** Rows of a page, and bytes after which it shows no more rows: browsers get slow with more. */
const MAX_ROWS = 20_000;
const MAX_PAGE_BYTES = 32 * 1024 * 1024;
/** Characters of one row. */
const MAX_TEXT = 16 * 1024;

const UTF8 = new TextDecoder();

/**
 * Writes one self-contained, static HTML page: no script, no link, no picture, and a policy that allows none. Every
 * text in it is escaped, including control and bidirectional characters.
 */
export async function writeHtmlPage(
  reader: RecordingReader,
  writer: ByteWriter,
  signal: AbortSignal | undefined,
): Promise<void> {
  await writer.text(headOf(await readHeader(reader, signal)));
  let hidden = 0;
  for await (const event of textEvents(reader, signal)) {
    if (event.seq < MAX_ROWS && writer.written < MAX_PAGE_BYTES) await writer.text(rowOf(event));
    else hidden++;
  }
  const note = `<p class="note">${plural(hidden, 'more row')} left out: the recording itself has them all.</p>\n`;
  await writer.text(`</tbody>\n</table>\n${hidden > 0 ? note : ''}</body>\n</html>\n`);
}

/** Reads how the dispatch ended first, because that is at the top of the page. */
async function readHeader(reader: RecordingReader, signal: AbortSignal | undefined): Promise<Header> {
  const index = reader.index();
  await index.extend(signal ? { signal } : {});
  const progress = new DispatchProgress(index, !reader.ended);
  await progress.update();
  return headerOf(reader.meta, progress.state, progress.sharedWith);
}

function headOf({ title, facts, args, outcome, outcomeKind, details }: Header): string {
  const list = [...facts, ...(args === null ? [] : [['Arguments', args] as const])];
  const items = list.map(([label, value]) => `<dt>${html(label)}</dt><dd>${html(value)}</dd>`);
  const notes = details.map((detail) => `<p>${html(detail)}</p>\n`);
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width">
<title>${html(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${html(title)}</h1>
<p class="outcome ${outcomeKind}">${html(outcome)}</p>
${notes.join('')}<dl>
${items.join('\n')}
</dl>
<table>
<thead><tr><th class="n" scope="col">#</th><th class="n" scope="col">ms</th><th scope="col">lane</th><th class="n" scope="col">bytes</th><th scope="col">content</th></tr></thead>
<tbody>
`;
}

function rowOf(event: DispatchEvent): string {
  const { seq, t, type } = event;
  const size = type === 'stdout' || type === 'stderr' ? event.value.length.toLocaleString('en') : '';
  return (
    `<tr class="${type}"><td class="n">${frameNumber(seq)}</td><td class="n">${t.toFixed(3)}</td><td class="lane">${type}</td>` +
    `<td class="n">${size}</td><td class="text"><pre>${lines(textOf(event))}</pre></td></tr>\n`
  );
}

function textOf(event: DispatchEvent): string {
  switch (event.type) {
    case 'stdout':
    case 'stderr': {
      const head = event.value.subarray(0, MAX_TEXT);
      const end = head.length < event.value.length ? head.length - cutTail(head) : head.length;
      const shown = UTF8.decode(head.subarray(0, end));
      const rest = event.value.length - end;
      return rest > 0 ? `${shown}… +${formatSize(rest)}` : shown.replace(/\r?\n$/, '');
    }
    case 'yield':
    case 'return':
      return jsonOf(event.value);
    case 'raise':
      return describeRaise(event.value).join('\n');
    case 'outcome':
      return describeOutcome(event.value).join('\n');
    case 'lifecycle':
      return previewBody(event);
  }
}

function jsonOf(value: unknown): string {
  const { json } = boundValue(value);
  const short = viewText(json, 0);
  // A value that fits on one line is easier to read there.
  return shorten(short.length < 100 ? short : viewText(json, 1), MAX_TEXT);
}

/** Text of several lines. */
function lines(text: string): string {
  return clip(text, MAX_TEXT + 100)
    .split(/\r?\n/)
    .map((one) => one.split('\t').map(html).join('\t'))
    .join('\n');
}

function html(text: string): string {
  return escapeHtml(escapeText(text));
}
