/** The host of a timeline in a file: it answers from what the file holds, with the code that answers elsewhere. */
import { checkViewMessage } from '../../src/protocol/checkMessage.ts';
import type { HostMessage, ViewMessage, ViewReplies, ViewRequest } from '../../src/protocol/protocol.ts';
import { TimelineRows } from '../../src/timeline/rows/timelineRows.ts';
import type { HostListener } from '../host/host.ts';
import { rowsOfFile } from './fileRows.ts';
import { resultOfFile } from './fileResult.ts';
import { FileTerminal } from './fileTerminal.ts';
import { copyOfFile } from './fileValue.ts';
import { readFileBlock, readFileHead, readOutputSizes } from './parts.ts';

const ABILITIES = { stop: false, export: false, openSource: false, saveValue: false, commands: [], texts: {} };

const head = readFileHead();
const source = Promise.all([head, readOutputSizes()]).then(([read, sizes]) => rowsOfFile(read, sizes, readFileBlock));
const rows = source.then((from) => new TimelineRows(from, () => void grow()));
const lasting = new AbortController();
let view: HostListener | undefined;
let isGrowing = false;

/** More rows were searched: the view counts again, at most once in a while. */
async function grow(): Promise<void> {
  if (isGrowing) return;
  isGrowing = true;
  await new Promise((resolve) => setTimeout(resolve, 100));
  isGrowing = false;
  const { header, extent } = await head;
  const known = await rows;
  known.update();
  tell({ kind: 'growth', header, extent: { ...extent, shown: known.shown } });
}

function tell(message: HostMessage): void {
  view?.message(message);
}

async function take(data: ViewMessage): Promise<void> {
  const message = checkViewMessage(data);
  if (message?.kind === 'ready') {
    const { header, extent } = await head;
    tell({ kind: 'start', recording: header.title, header, extent, abilities: ABILITIES });
  } else if (message?.kind === 'request') {
    const { id, request } = message;
    try {
      tell({ kind: 'reply', id, reply: await answer(request) });
    } catch (error) {
      tell({ kind: 'failure', id, message: messageOf(error) });
    }
  }
}

async function answer(request: ViewRequest): Promise<ViewReplies[keyof ViewReplies]> {
  if (request.type === 'result') return resultOfFile((await head).result);
  if (request.type === 'copy') {
    const { detail } = await source;
    return copyOfFile(detail, request.what);
  }
  return (await rows).answer(request, lasting.signal);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

globalThis.hoosegowFile = {
  listen: (listener) => {
    view = listener;
    listener.connection('open');
  },
  send: (message) => {
    take(message).catch((error: unknown) => tell({ kind: 'broken', message: messageOf(error) }));
  },
  copy: (text) => navigator.clipboard.writeText(text),
  // A file has no place of its own to remember anything.
  loadState: () => null,
  saveState: () => undefined,
  tryAgain: () => location.reload(),
};

globalThis.hoosegowTerminal = new FileTerminal();
