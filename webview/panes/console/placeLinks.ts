import type { IBuffer, IBufferCellPosition, ILink, ILinkProvider, Terminal } from '@xterm/xterm';
import { findPlaces, type SourcePlace } from '../../model/value/sourcePlaces.ts';

/** Lines of the buffer that are read for one link: a name is not longer. */
const MOST_LINES = 20;

type Open = (place: SourcePlace) => void;

/** Makes links of places in sources, and of nothing else. @param open what opens a place of the output now shown, if anything */
export function placeLinks(terminal: Terminal, open: () => Open | undefined): ILinkProvider {
  return {
    provideLinks: (bufferLine, provide) => {
      const opens = open();
      const links = opens ? linksIn(terminal, bufferLine - 1, opens) : [];
      provide(links.length > 0 ? links : undefined);
    },
  };
}

function linksIn(terminal: Terminal, y: number, open: Open): ILink[] {
  const { text, cells } = lineAround(terminal.buffer.active, y);
  const links: ILink[] = [];
  let at = 0;
  for (const { text: piece, place } of findPlaces(text)) {
    const [start, end] = [cells[at], cells[at + piece.length - 1]];
    at += piece.length;
    if (!place || !start || !end || y + 1 < start.y || y + 1 > end.y) continue;
    links.push({ range: { start, end }, text: piece, activate: () => open(place) });
  }
  return links;
}

/** The text of a whole line, and the cell of each of its characters. */
function lineAround(
  buffer: IBuffer,
  y: number,
): { readonly text: string; readonly cells: readonly IBufferCellPosition[] } {
  let first = y;
  while (first > Math.max(0, y - MOST_LINES) && buffer.getLine(first)?.isWrapped) first--;
  let text = '';
  const cells: IBufferCellPosition[] = [];
  for (let line = first; line < first + 2 * MOST_LINES; line++) {
    const one = buffer.getLine(line);
    if (!one || (line > first && !one.isWrapped)) break;
    for (let x = 0; x < one.length; x++) {
      const cell = one.getCell(x);
      if (cell?.getWidth() === 0) continue;
      const characters = cell?.getChars() ?? '';
      const written = characters === '' ? ' ' : characters;
      text += written;
      for (let i = 0; i < written.length; i++) cells.push({ x: x + 1, y: line + 1 });
    }
  }
  return { text, cells };
}
