const CODES = { plain: '', dim: '2', bold: '1', red: '31', green: '32', yellow: '33', cyan: '36' } as const;

export type Colour = keyof typeof CODES;

/** Colours text for a terminal, or leaves it as it is. */
export type Paint = (text: string, colour: Colour) => string;

export const noPaint: Paint = (text) => text;

export const ansiPaint: Paint = (text, colour) =>
  colour === 'plain' || text === '' ? text : `\u001b[${CODES[colour]}m${text}\u001b[0m`;

/** Colours only where a person looks and does not mind: https://no-color.org */
export function choosePaint(isTerminal: boolean, env: Readonly<Record<string, string | undefined>>): Paint {
  const unwanted = (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb';
  return isTerminal && !unwanted ? ansiPaint : noPaint;
}
