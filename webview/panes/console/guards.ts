import type { Terminal } from '@xterm/xterm';

/** Repetitions of one sequence: more than a screen has lines or columns, and done one by one. */
const MOST_TIMES = 1000;

/** Tabs, scrolling, inserted and deleted lines, and repeated characters: xterm.js does each as often as it is told. */
const REPEATED = ['I', 'Z', 'S', 'T', 'L', 'M', 'b', '@', 'P'];

/** Modes of a terminal that only change what is shown: wrapping, and the origin of positions. */
const HARMLESS_MODES = new Set([6, 7]);

/**
 * Titles, colours of the terminal, links, the clipboard, working folders, notifications, files: what is not text. Colours
 * that are set could hide text, and links lead anywhere.
 */
const COMMANDS = [
  0, 1, 2, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 19, 52, 99, 104, 105, 110, 111, 112, 113, 117, 133, 633, 777,
  1337,
];

type Params = readonly (number | number[])[];

/**
 * Takes from a terminal whatever reaches beyond its lines, takes them away, or lasts too long: the output is from a
 * stranger, and what it prints is kept, also where a program would clear it.
 */
export function guard(terminal: Terminal): void {
  const { parser } = terminal;
  const refuse = () => true;
  for (const command of COMMANDS) parser.registerOscHandler(command, refuse);
  // Questions about settings, and what a device asks for.
  for (const intermediates of ['$', '+']) parser.registerDcsHandler({ intermediates, final: 'q' }, refuse);
  for (const final of REPEATED) {
    parser.registerCsiHandler({ final }, (params: Params) => Number(params[0] ?? 0) > MOST_TIMES);
  }
  for (const final of ['h', 'l']) {
    parser.registerCsiHandler(
      { prefix: '?', final },
      (params: Params) => !params.every((mode) => HARMLESS_MODES.has(Number(mode))),
    );
  }
  // Questions to the terminal: no answer goes anywhere, so none is made.
  for (const id of [
    { final: 'n' },
    { prefix: '?', final: 'n' },
    { final: 'c' },
    { prefix: '>', final: 'c' },
    { prefix: '=', final: 'c' },
    { prefix: '>', final: 'q' },
    { intermediates: '$', final: 'p' },
    { prefix: '?', intermediates: '$', final: 'p' },
    { final: 't' },
  ]) {
    parser.registerCsiHandler(id, refuse);
  }
  // Text that is there and cannot be seen.
  parser.registerCsiHandler({ final: 'm' }, conceals);
  // Clearing what has scrolled out of view, and a full reset, which does that too.
  for (const prefix of ['', '?']) {
    const id = prefix === '' ? { final: 'J' } : { prefix, final: 'J' };
    parser.registerCsiHandler(id, (params: Params) => params[0] === 3);
  }
  parser.registerEscHandler({ final: 'c' }, refuse);
}

/** Whether a list of styles has the one that hides text. */
function conceals(params: Params): boolean {
  for (let i = 0; i < params.length; i++) {
    // A colour is written in the numbers behind it: an index, or red, green and blue.
    if (params[i] === 38 || params[i] === 48 || params[i] === 58)
      i += params[i + 1] === 5 ? 2 : params[i + 1] === 2 ? 4 : 0;
    else if (params[i] === 8) return true;
  }
  return false;
}
